@NullMarked
package io.gantry.monitor.broker;

import org.jspecify.annotations.NullMarked;
