@NullMarked
package io.gantry.monitor.notify;

import org.jspecify.annotations.NullMarked;
