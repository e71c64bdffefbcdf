package io.gantry.proxy.graph;

/// What became of a step, of a node, and of the whole graph.
public sealed interface Answer {

    /// Somebody answered, whatever the status.
    record Whole(int status, Message message) implements Answer {

        boolean successful() {
            return status / 100 == 2;
        }
    }

    /// The client has got the answer already, as it came.
    record Passed(int status) implements Answer {}

    /// The graph ends here.
    record Failed(GraphFault fault) implements Answer {}
}
