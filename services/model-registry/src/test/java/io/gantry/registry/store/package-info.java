@NullMarked
package io.gantry.registry.store;

import org.jspecify.annotations.NullMarked;
