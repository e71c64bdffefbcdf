@NullMarked
package io.gantry.registry.runtime;

import org.jspecify.annotations.NullMarked;
