package io.gantry.bench.deployer;

import io.gantry.bench.Footprint;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The deployer that is measured.
final class DeployerProcess implements AutoCloseable {

    /// As infra/kubernetes/base/deployer has them, for a container of 400 MiB.
    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xms16m",
                    "-Xmx160m");

    private static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    private static final int PORT_OFFSET = 23_000;

    private final GantryDirectory directory;
    private final InfrastructureConnection infrastructure;
    private final UpSettings settings;
    private final URI url;
    private Process process;

    DeployerProcess(
            GantryDirectory directory, InfrastructureConnection infrastructure, Path kubeconfig) {
        this.directory = directory;
        this.infrastructure = infrastructure;
        this.settings =
                new UpSettings(
                        "127.0.0.1",
                        PORT_OFFSET,
                        Map.of(
                                Service.DEPLOYER,
                                Map.of(
                                        "kubeconfig",
                                        kubeconfig.toString(),
                                        "gantry.deployer.platform",
                                        "kubernetes",
                                        "gantry.deployer.resync",
                                        "5m")));
        this.url = URI.create("http://127.0.0.1:" + settings.port(Service.DEPLOYER));
        this.process = start();
    }

    /// Ends as by `kill -9`, and starts again.
    void restart() {
        close();
        process = start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Of the process that runs now.
    Footprint footprint() {
        return new Footprint(process.pid(), url);
    }

    /// Writes to the API server since its start.
    double writes() throws IOException, InterruptedException {
        return footprint().metric("gantry_deployer_api_writes_total");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Process start() {
        Installation installation = Installation.current();
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(
                new ServiceConfiguration(installation, directory, settings)
                        .environment(Service.DEPLOYER, infrastructure));
        Process started = launcher.launch(Service.DEPLOYER, environment, OPTIONS);
        launcher.awaitReady(Service.DEPLOYER, started, url);
        return started;
    }
}
