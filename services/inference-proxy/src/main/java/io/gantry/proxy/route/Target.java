package io.gantry.proxy.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request's method and path ask for.
public sealed interface Target {

    /// How errors are told to the client.
    Protocol protocol();

    /// One model, named by the path.
    ///
    /// @param use whether the request may wake the model
    /// @param namespace null when the path does not say
    /// @param path what the predictor gets as path
    record Model(Protocol protocol, Use use, @Nullable String namespace, String name, String path)
            implements Target {}

    /// One model, named by the body's `model` or by a header.
    ///
    /// @param use whether the request may wake the model
    record InBody(Protocol protocol, Use use, String path) implements Target {}

    /// An answer that a replica keeps under this id; only a header can say which model's.
    record Kept(Protocol protocol, String id) implements Target {}

    /// The list of all models.
    record Models(Protocol protocol) implements Target {}

    /// What the list of all models says of one.
    record Listed(Protocol protocol, String name) implements Target {}

    /// The server itself, which is the proxy.
    record Server(Protocol protocol, Question question) implements Target {}

    /// The service's own pages: health, metrics, OpenAPI.
    record Internal(Protocol protocol) implements Target {}

    /// The path exists, the method does not.
    record NotAllowed(Protocol protocol, List<String> allowed) implements Target {
        public NotAllowed {
            allowed = List.copyOf(allowed);
        }
    }

    /// No path of the proxy's; a header may still name a model that knows it.
    record Unknown(Protocol protocol) implements Target {}

    /// What a request does to a model.
    enum Use {
        /// Needs the model, so it waits for it and wakes it.
        WORK,
        /// Asks how the model is, which must neither wake it nor keep it awake.
        STATUS
    }

    /// What can be asked of the server as a whole.
    enum Question {
        LIVE,
        READY,
        METADATA
    }
}
