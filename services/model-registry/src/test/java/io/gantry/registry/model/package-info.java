@NullMarked
package io.gantry.registry.model;

import org.jspecify.annotations.NullMarked;
