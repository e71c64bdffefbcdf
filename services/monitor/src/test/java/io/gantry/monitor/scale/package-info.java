@NullMarked
package io.gantry.monitor.scale;

import org.jspecify.annotations.NullMarked;
