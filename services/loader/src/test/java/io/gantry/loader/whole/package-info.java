/// Tests of the packaged loader: real processes, killed and starved.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.whole;
