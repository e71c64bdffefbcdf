package io.gantry.proxy.forward;

import io.gantry.events.Endpoint;
import io.gantry.proxy.admit.Gate;
import io.gantry.proxy.admit.RequestFacts;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.gantry.proxy.route.Wish;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A request whose model is known.
///
/// @param requestId the client's own id of the request, or one that was made up
/// @param wish which revision it is for
/// @param entry what gets the request in a replica's stead; null for the replica itself
/// @param path what the predictor gets as path, without query
/// @param headers of the request, which nobody changes
/// @param head what was read of the body already
record Call(
        String requestId,
        Protocol protocol,
        Target.Use use,
        ServiceRoute service,
        Gate gate,
        Wish wish,
        @Nullable Endpoint entry,
        String path,
        MultiMap headers,
        Buffer head)
        implements RequestFacts {

    @Override
    public String model() {
        return service.key();
    }

    @Override
    public long bytes() {
        return RequestHeaders.contentLength(headers);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// The same with more of its body read.
    Call withHead(Buffer read) {
        return new Call(requestId, protocol, use, service, gate, wish, entry, path, headers, read);
    }
}
