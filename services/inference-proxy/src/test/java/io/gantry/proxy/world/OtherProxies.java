package io.gantry.proxy.world;

import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.events.LogicalClock;
import io.gantry.events.ProxyObserved;
import io.gantry.events.ProxyRemoved;
import io.gantry.proxy.peer.Peer;
import io.gantry.proxy.peer.Peers;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Proxies beside the one under test, which tests play.
public final class OtherProxies implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final LogicalClock CLOCK = new LogicalClock(InstantSource.system());

    private final World world;
    private final Peers peers = Arc.container().instance(Peers.class).get();
    private final List<String> present = new ArrayList<>();

    public OtherProxies(World world) {
        this.world = world;
    }

    /// Until it leaves, or the test ends.
    public void join(String id, int port) {
        world.publish(
                new ProxyObserved(
                        id, CLOCK.next(), "127.0.0.1", port, Duration.ofHours(1).toMillis()));
        present.add(id);
        await().atMost(PATIENCE).until(() -> order("any").contains(id));
    }

    public void leave(String id) {
        world.publish(new ProxyRemoved(id, CLOCK.next()));
        present.remove(id);
        await().atMost(PATIENCE).until(() -> !order("any").contains(id));
    }

    /// Who comes when for a service of namespace `default`.
    public List<String> order(String service) {
        return peers.before(Keys.service(Keys.DEFAULT_NAMESPACE, service)).stream()
                .map(Peer::id)
                .toList();
    }

    @Override
    public void close() {
        List.copyOf(present).forEach(this::leave);
    }

    /// The proxy under test gives requests to others and takes none of theirs, so that theirs come
    /// first for every service.
    public static final class OnlyOthers implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.proxy.peers.host", "0.0.0.0", "gantry.proxy.instance", "tested");
        }
    }
}
