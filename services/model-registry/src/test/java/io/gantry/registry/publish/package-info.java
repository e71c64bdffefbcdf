@NullMarked
package io.gantry.registry.publish;

import org.jspecify.annotations.NullMarked;
