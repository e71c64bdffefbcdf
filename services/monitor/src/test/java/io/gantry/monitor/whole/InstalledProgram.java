package io.gantry.monitor.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Programs of Prometheus as distributions package them.
final class InstalledProgram {

    private InstalledProgram() {}

    /// Skips the test, visibly, where a program is not there.
    static void need(String... names) throws InterruptedException {
        for (String name : names) {
            assumeTrue(
                    installed(name),
                    "%s is not installed: apt-get install prometheus prometheus-alertmanager"
                            .formatted(name));
        }
    }

    /// What a program says, once it has ended well.
    static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", words) + "\n" + said).isZero();
        return said;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean installed(String name) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(name, "--version"));
        try {
            return new ProcessBuilder(words).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
