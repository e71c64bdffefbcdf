/// KServe's own manifests and cases, sent to the running registry. What comes of each is written to
/// `target/conformance`.
@NullMarked
package io.gantry.registry.conformance;

import org.jspecify.annotations.NullMarked;
