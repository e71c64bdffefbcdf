@NullMarked
package io.gantry.registry.status;

import org.jspecify.annotations.NullMarked;
