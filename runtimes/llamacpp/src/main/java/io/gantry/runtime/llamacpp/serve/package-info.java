/// The one model that this process serves, and who may generate with it when.
///
/// Lives here: loading in the background, readiness, the bounded slots and their queue, metrics.
/// May not enter: wire formats.
@NullMarked
package io.gantry.runtime.llamacpp.serve;

import org.jspecify.annotations.NullMarked;
