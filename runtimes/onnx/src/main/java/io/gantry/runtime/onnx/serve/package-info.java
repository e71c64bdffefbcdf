/// The one model that this process serves, and the threads that compute with it.
///
/// Lives here: loading in the background, readiness, the bounded pool, metrics of the stages. May
/// not enter: wire formats. Invariant: computing happens only on the pool's threads, whose number
/// and queue are bounded; everything else may run on any number of virtual threads.
@NullMarked
package io.gantry.runtime.onnx.serve;

import org.jspecify.annotations.NullMarked;
