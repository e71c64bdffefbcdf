/// Which ServingRuntime serves a model.
///
/// Lives here: KServe's rules of selection and their outcome, which says of every runtime why it
/// was not chosen. Pure: the same resources give the same choice, in whatever order they are
/// listed. May not enter: I/O, rendering of the chosen runtime (see `render`).
@NullMarked
package io.gantry.kserve.select;

import org.jspecify.annotations.NullMarked;
