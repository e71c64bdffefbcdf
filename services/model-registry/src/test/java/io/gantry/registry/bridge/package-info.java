@NullMarked
package io.gantry.registry.bridge;

import org.jspecify.annotations.NullMarked;
