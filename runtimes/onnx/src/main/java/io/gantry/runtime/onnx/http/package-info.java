/// What the protocols share over HTTP: the thread-safe JSON factory, error bodies, request bodies.
///
/// Lives here: KServe's error body for every path that no other protocol claims. May not enter: a
/// protocol's own paths or fields.
@NullMarked
package io.gantry.runtime.onnx.http;

import org.jspecify.annotations.NullMarked;
