package io.gantry.deployer.local;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of the loopback interface that nobody listens on. What was given lately is not given
/// again, because the process that got it may not listen yet. For the same reason they lie below
/// the ports that the system gives to outgoing connections.
@ApplicationScoped
class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_767;
    private static final int CHOICES = 1_000;
    private static final int REMEMBERED = 256;

    private final Set<Integer> given = new LinkedHashSet<>();

    /// A free port for each of the container's.
    synchronized Map<Integer, Integer> map(List<Integer> containerPorts) {
        Map<Integer, Integer> mapped = new HashMap<>();
        containerPorts.forEach(port -> mapped.put(port, next()));
        return mapped;
    }

    private int next() {
        for (int choice = 0; choice < CHOICES; choice++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (!given.contains(port) && isFree(port)) {
                remember(port);
                return port;
            }
        }
        throw new IllegalStateException(
                "This machine has no free port for a predictor between %d and %d"
                        .formatted(LOWEST, HIGHEST));
    }

    private void remember(int port) {
        given.add(port);
        if (given.size() > REMEMBERED) {
            given.remove(given.iterator().next());
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
