package io.gantry.proxy.forward;

import io.gantry.events.Endpoint;
import io.gantry.proxy.admit.Gate;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A request whose model is known.
///
/// @param entry what gets the request in a replica's stead; null for the replica itself
/// @param path what the predictor gets as path, without query
/// @param head what was read of the body already
record Call(
        Protocol protocol,
        Target.Use use,
        ServiceRoute service,
        Gate gate,
        @Nullable Endpoint entry,
        String path,
        Buffer head) {}
