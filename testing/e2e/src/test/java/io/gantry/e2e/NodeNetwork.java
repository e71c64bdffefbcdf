package io.gantry.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Hosts of this machine's own, each a Linux network namespace with an address, all on one switch.
/// The machine itself is on the switch, too. Needs root and iproute2.
final class NodeNetwork implements AutoCloseable {

    /// Where the nodes find the machine.
    static final String GATEWAY = "10.213.77.1";

    private static final String SWITCH = "gantry-switch";

    private final List<Node> nodes;

    private NodeNetwork(List<Node> nodes) {
        this.nodes = nodes;
    }

    /// @param number from 0
    record Node(int number) {

        String address() {
            return "10.213.77." + (number + 10);
        }

        /// What runs a program on the node.
        List<String> prefix() {
            return List.of("ip", "netns", "exec", namespace());
        }

        private String namespace() {
            return "gantry-node-" + number;
        }

        private String port() {
            return "gantry-port-" + number;
        }
    }

    /// Why there can be none here, if so.
    static Optional<String> obstacle() {
        try {
            run("ip", "netns", "add", "gantry-probe");
            run("ip", "netns", "del", "gantry-probe");
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static NodeNetwork of(int count) {
        NodeNetwork network =
                new NodeNetwork(IntStream.range(0, count).mapToObj(Node::new).toList());
        // What a test has left that was killed.
        network.close();
        run("ip", "link", "add", SWITCH, "type", "bridge");
        run("ip", "address", "add", GATEWAY + "/24", "dev", SWITCH);
        run("ip", "link", "set", SWITCH, "up");
        network.nodes.forEach(NodeNetwork::plugIn);
        return network;
    }

    List<Node> nodes() {
        return nodes;
    }

    /// How many bytes the machine has sent to the nodes. What they send each other is not in it.
    long sent() {
        try {
            Path counter = Path.of("/sys/class/net", SWITCH, "statistics/tx_bytes");
            return Long.parseLong(Files.readString(counter).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(node -> tryToRun("ip", "netns", "del", node.namespace()));
        tryToRun("ip", "link", "del", SWITCH);
    }

    private static void plugIn(Node node) {
        String namespace = node.namespace();
        run("ip", "netns", "add", namespace);
        run(
                "ip",
                "link",
                "add",
                node.port(),
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                namespace);
        run("ip", "link", "set", node.port(), "master", SWITCH, "up");
        run("ip", "-n", namespace, "address", "add", node.address() + "/24", "dev", "eth0");
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
        run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    private static void tryToRun(String... words) {
        try {
            run(words);
        } catch (UncheckedIOException e) {
            // It is not there.
        }
    }

    private static void run(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("%s: %s".formatted(String.join(" ", words), output.strip()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
