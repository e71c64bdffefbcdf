package io.gantry.proxy.forward;

import io.vertx.core.http.HttpClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What belongs to one event loop: its connections to replicas and what is under way on it.
///
/// One look at everything under way, a few times a second, costs less than a timer for each
/// request.
final class Loop {

    private final HttpClient client;
    private final Set<Timed> underWay = new LinkedHashSet<>();

    Loop(HttpClient client) {
        this.client = client;
    }

    HttpClient client() {
        return client;
    }

    void add(Timed timed) {
        underWay.add(timed);
    }

    void remove(Timed timed) {
        underWay.remove(timed);
    }

    void tick() {
        if (!underWay.isEmpty()) {
            long now = System.nanoTime();
            // A copy, for whoever has had its time leaves.
            List.copyOf(underWay).forEach(timed -> timed.tick(now));
        }
    }
}
