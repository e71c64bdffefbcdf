@NullMarked
package io.gantry.monitor.query;

import org.jspecify.annotations.NullMarked;
