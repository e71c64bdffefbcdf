@NullMarked
package io.gantry.monitor;

import org.jspecify.annotations.NullMarked;
