@NullMarked
package io.gantry.monitor.fleet;

import org.jspecify.annotations.NullMarked;
