package io.gantry.proxy.forward;

import io.gantry.proxy.admit.Gate;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.gantry.proxy.route.Wish;
import io.vertx.core.buffer.Buffer;

/// A request whose model is known.
///
/// @param requestId the client's own id of the request, or one that was made up
/// @param wish which revision it is for
/// @param path what the predictor gets as path, without query
/// @param head what was read of the body already
record Call(
        String requestId,
        Protocol protocol,
        Target.Use use,
        ServiceRoute service,
        Gate gate,
        Wish wish,
        String path,
        Buffer head) {}
