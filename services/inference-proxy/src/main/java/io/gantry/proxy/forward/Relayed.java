package io.gantry.proxy.forward;

import io.gantry.proxy.peer.Peer;
import io.vertx.core.net.HostAndPort;
import java.util.List;

/// What another proxy gets of a request, and which ones may have it.
///
/// @param call as this proxy would admit it
/// @param path that names the model to the other one
/// @param authority that the request came to, which may name the model as well
/// @param others the first first
record Relayed(Call call, String path, HostAndPort authority, List<Peer> others) {

    Relayed {
        others = List.copyOf(others);
    }

    /// The same request as it goes to another proxy.
    Call asCall() {
        return new Call(
                call.requestId(),
                call.protocol(),
                call.use(),
                call.service(),
                call.gate(),
                call.wish(),
                null,
                path,
                call.headers(),
                call.head());
    }
}
