/// KServe's InferenceGraphs: their events, which tell the proxies what to run, and which services
/// each goes through. Their status is made in `status`, of that of those services.
///
/// May not enter: running graphs. ADR 38.
@NullMarked
package io.gantry.registry.graph;

import org.jspecify.annotations.NullMarked;
