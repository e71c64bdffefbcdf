/// Tests of who has which part of the work.
@org.jspecify.annotations.NullMarked
package io.gantry.monitor.listen;
