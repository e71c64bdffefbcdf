@NullMarked
package io.gantry.monitor.demand;

import org.jspecify.annotations.NullMarked;
