/// KServe's InferenceGraphs as data: nodes, their steps, and where those lead.
///
/// Read from a spec that the registry has let pass, once for each change of it, and immutable from
/// then on. What a step cannot do is part of the data ([io.gantry.graph.Condition.Unsupported],
/// [io.gantry.graph.Target.Unusable]), for whoever runs it to say. May not enter: running, HTTP,
/// Kafka.
@NullMarked
package io.gantry.graph;

import org.jspecify.annotations.NullMarked;
