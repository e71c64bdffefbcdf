@NullMarked
package io.gantry.monitor.silence;

import org.jspecify.annotations.NullMarked;
