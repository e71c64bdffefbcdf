package io.gantry.deployer.local;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Ports of the loopback interface that nobody listens on. What was given lately is not given
/// again, because the process that got it may not listen yet.
@ApplicationScoped
class FreePorts {

    private static final int REMEMBERED = 256;

    private final Set<Integer> given = new LinkedHashSet<>();

    /// A free port for each of the container's.
    synchronized Map<Integer, Integer> map(List<Integer> containerPorts) {
        Map<Integer, Integer> mapped = new HashMap<>();
        containerPorts.forEach(port -> mapped.put(port, next()));
        return mapped;
    }

    private int next() {
        int port = free();
        while (!given.add(port)) {
            port = free();
        }
        if (given.size() > REMEMBERED) {
            given.remove(given.iterator().next());
        }
        return port;
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("This machine has no free port for a predictor", e);
        }
    }
}
