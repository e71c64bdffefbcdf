@NullMarked
package io.gantry.registry.select;

import org.jspecify.annotations.NullMarked;
