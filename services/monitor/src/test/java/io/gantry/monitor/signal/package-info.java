@NullMarked
package io.gantry.monitor.signal;

import org.jspecify.annotations.NullMarked;
