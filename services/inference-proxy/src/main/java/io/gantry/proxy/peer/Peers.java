package io.gantry.proxy.peer;

import io.gantry.events.LiveStates;
import io.gantry.events.ProxyEvent;
import io.gantry.events.ProxyObserved;
import io.gantry.proxy.ProxyConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The proxies that were heard of lately. Safe for use by several threads.
@Singleton
public class Peers {

    private final String self;
    private final LiveStates<ProxyEvent> states =
            new LiveStates<>(
                    event -> event instanceof ProxyObserved proxy ? proxy.intervalMillis() : 0);
    private Set<String> heard = Set.of();
    private boolean leaving;
    private volatile Ring ring;

    Peers(ProxyConfig config, MeterRegistry metrics) {
        this.self = config.instance();
        this.ring = Ring.alone(self);
        Gauge.builder("gantry.proxy.peers", this, peers -> peers.ring.others().size())
                .description("Other proxies that were heard of lately and can be reached")
                .register(metrics);
    }

    public String self() {
        return self;
    }

    /// Whether this proxy admits every request itself, for nobody else is there who could.
    public boolean alone() {
        return ring.others().isEmpty();
    }

    /// The proxies that have the places of a service rather than this one, the first first; empty
    /// where this one has them.
    ///
    /// @param service `namespace/name`
    public List<Peer> before(String service) {
        return ring.before(service);
    }

    /// Whether it still admits requests of others.
    public boolean has(Peer peer) {
        return ring.others().containsValue(peer);
    }

    /// @param nanos now, as of [System#nanoTime()]
    /// @return whether it tells of a proxy that was not there before
    synchronized boolean accept(ProxyEvent event, long nanos) {
        if (!states.accept(event, nanos)) {
            return false;
        }
        boolean newcomer =
                !event.removal() && !event.proxy().equals(self) && !heard.contains(event.proxy());
        turn();
        return newcomer;
    }

    /// This proxy admits no more requests of others, and those of its own clients go to them.
    synchronized void leave() {
        leaving = true;
        turn();
    }

    private void turn() {
        Map<String, Peer> others = new HashMap<>();
        Set<String> present = new HashSet<>();
        boolean member = false;
        for (ProxyEvent event : states.present()) {
            present.add(event.proxy());
            String host = event instanceof ProxyObserved observed ? observed.host() : null;
            Integer port = event instanceof ProxyObserved observed ? observed.port() : null;
            if (host == null || port == null) {
                continue;
            }
            if (event.proxy().equals(self)) {
                member = !leaving;
            } else {
                others.put(event.proxy(), peer(event.proxy(), host, port));
            }
        }
        heard = Set.copyOf(present);
        ring = new Ring(self, member, others);
    }

    /// The one that is known at this address, with what is known of its health.
    private Peer peer(String id, String host, int port) {
        Peer peer = Peer.at(id, host, port);
        @Nullable Peer known = ring.others().get(id);
        return known != null && known.endpoint().equals(peer.endpoint()) ? known : peer;
    }
}
