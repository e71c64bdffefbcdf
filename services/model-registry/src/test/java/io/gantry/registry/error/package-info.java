@NullMarked
package io.gantry.registry.error;

import org.jspecify.annotations.NullMarked;
