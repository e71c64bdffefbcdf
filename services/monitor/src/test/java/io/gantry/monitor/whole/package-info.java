/// Tests of the packaged monitor: real processes, stopped, killed and started again.
@org.jspecify.annotations.NullMarked
package io.gantry.monitor.whole;
