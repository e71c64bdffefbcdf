@NullMarked
package io.gantry.monitor.rule;

import org.jspecify.annotations.NullMarked;
