@NullMarked
package io.gantry.monitor.usage;

import org.jspecify.annotations.NullMarked;
