/// What the processes of this machine use, where predictors are such.
///
/// Pure but for reading `/proc`. A process that is not there has no use, which is not a use of
/// nothing. May not enter: decisions, events.
@NullMarked
package io.gantry.monitor.usage;

import org.jspecify.annotations.NullMarked;
