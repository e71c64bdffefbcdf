package io.gantry.deployer.whole;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/// A packaged deployer, run as it is shipped.
final class DeployerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    private final Process process;
    private final Path log;

    private DeployerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param directory for its output and the state of its predictors
    static DeployerProcess start(Path directory, boolean stopPredictorsOnExit) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put(
                "kafka.bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        settings.put("quarkus.http.port", Integer.toString(freePort()));
        settings.put("gantry.deployer.local.directory", directory.resolve("predictors").toString());
        settings.put(
                "gantry.deployer.local.stop-predictors-on-exit",
                Boolean.toString(stopPredictorsOnExit));
        settings.put("gantry.deployer.local.stop.drain", "500ms");
        List<String> words = new ArrayList<>(List.of(TestModel.java(), "-Xmx256m"));
        settings.forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.addAll(List.of("-jar", JAR.toString()));
        Path log = Files.createTempFile(directory, "deployer-", ".log");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new DeployerProcess(process, log);
    }

    /// How long it takes to end when it is asked to.
    Duration terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the deployer goes on running");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
