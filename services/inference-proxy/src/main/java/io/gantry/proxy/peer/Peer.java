package io.gantry.proxy.peer;

import io.gantry.events.Endpoint;
import io.gantry.proxy.admit.Health;

/// Another proxy that can be reached.
///
/// @param id its name among all proxies
/// @param endpoint where it takes requests of every protocol
/// @param health what requests to it say of how it is
public record Peer(String id, Endpoint endpoint, Health health) {

    static Peer at(String id, String host, int port) {
        return new Peer(id, new Endpoint(id, host, port, "", true, null), new Health());
    }
}
