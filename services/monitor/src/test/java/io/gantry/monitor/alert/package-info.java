@NullMarked
package io.gantry.monitor.alert;

import org.jspecify.annotations.NullMarked;
