/// How a request goes through an InferenceGraph: which steps, with which bodies, and what their
/// answers make together, as KServe's router does it (`cmd/router/main.go`).
///
/// Asks steps by [io.gantry.proxy.graph.Steps], which `forward` has, and knows nothing of how. For
/// the event loop of the request. May not enter: HTTP beyond status and media type, Kafka, clocks.
/// docs/adr/0038-graphs-run-in-the-proxy.md.
@NullMarked
package io.gantry.proxy.graph;

import org.jspecify.annotations.NullMarked;
