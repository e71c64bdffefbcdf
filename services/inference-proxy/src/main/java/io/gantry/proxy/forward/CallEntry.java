package io.gantry.proxy.forward;

import io.gantry.proxy.meter.PeerMeters;
import io.gantry.proxy.peer.Peer;
import io.gantry.proxy.peer.Peers;
import io.gantry.proxy.route.Target;
import io.quarkus.logging.Log;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/// Where requests go whose model is known: to the proxy that has the places of the model's
/// replicas, where those take only so many at once; into a batch; or right to a replica.
@Singleton
class CallEntry {

    /// No host of a model's: a path that names it comes with this.
    private static final HostAndPort NO_MODEL = HostAndPort.authority("proxy");

    private final Surroundings around;
    private final Loops loops;
    private final Batcher batcher;
    private final Peers peers;
    private final PeerMeters meters;

    CallEntry(Surroundings around, Loops loops, Batcher batcher, Peers peers, PeerMeters meters) {
        this.around = around;
        this.loops = loops;
        this.batcher = batcher;
        this.peers = peers;
        this.meters = meters;
    }

    /// A client's request, as it came.
    void enter(HttpServerRequest request, Call call) {
        if (call.gate().limited() && isRelayed(request, call)) {
            return;
        }
        if (!batcher.takes(request, call)) {
            new Exchange(around, loops.current(), request, call).start();
        }
    }

    /// A request of a graph's step, which has been read.
    void step(HttpServerRequest request, Call call) {
        if (call.gate().limited()) {
            List<Peer> others = others(request, call);
            if (!others.isEmpty()) {
                String path = "/serving/" + call.service().key() + call.path();
                relay(request, new Relayed(call, path, NO_MODEL, others));
                return;
            }
        }
        new Exchange(around, loops.current(), request, call).start();
    }

    private boolean isRelayed(HttpServerRequest request, Call call) {
        List<Peer> others = others(request, call);
        String path = request.path();
        if (others.isEmpty() || path == null) {
            return false;
        }
        HostAndPort authority = request.authority();
        relay(request, new Relayed(call, path, authority == null ? NO_MODEL : authority, others));
        return true;
    }

    /// Who has the places for a request that needs one, rather than this proxy.
    private List<Peer> others(HttpServerRequest request, Call call) {
        return peers.alone()
                        || call.use() != Target.Use.WORK
                        || request.headers().contains(RequestHeaders.RELAYED)
                ? List.of()
                : peers.before(call.service().key()).stream()
                        .filter(peer -> !peer.health().isOut())
                        .toList();
    }

    private void relay(HttpServerRequest request, Relayed what) {
        new PeerExchange(this, loops.current(), request, what).start();
    }

    /// Admits a request that none of the other proxies could be given.
    ///
    /// @param sent what of it was read, if any was
    void admit(HttpServerRequest request, Call call, KeptBody sent) {
        new Exchange(around, loops.current(), request, call, sent).start();
    }

    /// Whether another proxy has not said that it ends.
    boolean admits(Peer peer) {
        return peers.has(peer);
    }

    /// Another proxy could not be reached, or was lost with a request.
    void failed(Peer peer) {
        Duration out = peer.health().failed();
        if (!out.isZero()) {
            Log.warnf(
                    "Another proxy cannot be reached, its models' requests are admitted elsewhere for a while proxy=%s address=%s:%d seconds=%d",
                    peer.id(), peer.endpoint().host(), peer.endpoint().port(), out.toSeconds());
        }
    }

    void count(PeerMeters.End end) {
        meters.relayed(end);
    }

    String self() {
        return peers.self();
    }

    Surroundings around() {
        return around;
    }
}
