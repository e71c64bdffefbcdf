package io.gantry.bench.monitor;

import io.gantry.bench.Footprint;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// The monitor that is measured.
final class MonitorProcess implements AutoCloseable {

    /// As a container of 768 MiB has them.
    private static final List<String> OPTIONS =
            List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx460m");

    private static final int PORT_OFFSET = 25_000;

    private final URI url;
    private final Process process;

    /// Returns when it has its state.
    MonitorProcess(GantryDirectory directory, InfrastructureConnection infrastructure) {
        Installation installation = Installation.current();
        UpSettings settings = new UpSettings("127.0.0.1", PORT_OFFSET, Map.of());
        int port = settings.port(Service.MONITOR);
        // One that an earlier benchmark has left would answer in its place.
        ServiceLauncher.requireFree(settings.host(), port, "the monitor");
        this.url = URI.create("http://127.0.0.1:" + port);
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        this.process =
                launcher.launch(
                        Service.MONITOR,
                        new ServiceConfiguration(installation, directory, settings)
                                .environment(Service.MONITOR, infrastructure),
                        OPTIONS);
        launcher.awaitReady(Service.MONITOR, process, url);
    }

    Footprint footprint() {
        return new Footprint(process.pid(), url);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
