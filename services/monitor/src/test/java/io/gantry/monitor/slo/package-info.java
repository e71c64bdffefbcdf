@NullMarked
package io.gantry.monitor.slo;

import org.jspecify.annotations.NullMarked;
