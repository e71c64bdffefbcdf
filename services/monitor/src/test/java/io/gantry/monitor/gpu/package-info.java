@NullMarked
package io.gantry.monitor.gpu;

import org.jspecify.annotations.NullMarked;
