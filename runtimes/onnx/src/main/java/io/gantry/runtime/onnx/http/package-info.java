/// What the protocols share over HTTP: error bodies, the limit of request bodies.
///
/// Lives here: KServe's error body for every path that no other protocol claims. May not enter: a
/// protocol's own paths or fields.
@NullMarked
package io.gantry.runtime.onnx.http;

import org.jspecify.annotations.NullMarked;
