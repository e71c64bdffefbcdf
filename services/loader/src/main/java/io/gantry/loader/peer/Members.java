package io.gantry.loader.peer;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Who of the configured peers is there. Names are resolved and everybody is asked anew, but not
/// for each of several downloads that begin together.
final class Members {

    private static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final PeerSettings settings;
    private final PeerClient client;
    private final String self;
    private List<Member> last = List.of();
    private long askedAt = System.nanoTime() - GOOD_FOR.toNanos();

    /// @param self what this loader calls itself; it may be among the configured
    Members(PeerSettings settings, PeerClient client, String self) {
        this.settings = settings;
        this.client = client;
        this.self = self;
    }

    synchronized List<Member> now() {
        if (System.nanoTime() - askedAt >= GOOD_FOR.toNanos()) {
            last = ask();
            askedAt = System.nanoTime();
        }
        return last;
    }

    private List<Member> ask() {
        Map<String, Member> found = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            settings.places().stream()
                    .flatMap(Members::resolved)
                    .distinct()
                    .forEach(place ->
                            threads.execute(() ->
                                    member(place)
                                            .ifPresent(member ->
                                                    found.put(member.instance(), member))));
        }
        found.remove(self);
        return List.copyOf(found.values());
    }

    private Optional<Member> member(URI place) {
        try {
            return Optional.of(new Member(client.instance(place), place));
        } catch (IOException e) {
            Log.infof("Peer is not there peer=%s found=%s", place.getAuthority(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Stream<URI> resolved(URI place) {
        try {
            return Arrays.stream(InetAddress.getAllByName(place.getHost()))
                    .map(address -> at(address, place.getPort()));
        } catch (UnknownHostException e) {
            Log.warnf("Peers' name is unknown name=%s", place.getHost());
            return Stream.empty();
        }
    }

    private static URI at(InetAddress address, int port) {
        String host = address.getHostAddress();
        return URI.create(
                "http://%s:%d"
                        .formatted(
                                address instanceof Inet6Address ? "[" + host + "]" : host, port));
    }
}
