package io.gantry.proxy.graph;

import io.gantry.graph.Step;
import io.vertx.core.Future;

/// Whoever asks the services and addresses that steps lead to.
public interface Steps {

    /// @param last whether the answer is the graph's own, so that it may pass to the client as it
    ///   comes
    /// @return never fails
    Future<Answer> ask(Step step, Message message, boolean last);
}
