package io.gantry.e2e;

import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Progress;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.Suite;
import io.gantry.cli.suite.SuiteState;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// One suite for all tests, in a directory and on ports of its own.
final class RunningSuite implements AutoCloseable {

    static final int PORT_OFFSET = 11_000;
    private static final UpSettings SETTINGS =
            new UpSettings(
                    "127.0.0.1",
                    PORT_OFFSET,
                    Map.of(
                            Service.MONITOR,
                            Map.of("gantry.monitor.autoscaler.scale-to-zero-grace-period", "1s")));

    private final GantryDirectory directory;
    private final UpSettings settings;
    private final Suite suite;
    private SuiteState state;

    private RunningSuite(GantryDirectory directory, UpSettings settings) {
        this.directory = directory;
        this.settings = settings;
        this.suite = new Suite(Installation.current(), directory, Progress.silent());
        this.state = suite.up(settings);
    }

    static RunningSuite start() throws IOException {
        return start(SETTINGS);
    }

    static RunningSuite start(UpSettings settings) throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        return new RunningSuite(
                GantryDirectory.create(Files.createTempDirectory(target, "e2e-")), settings);
    }

    /// Starts what does not run any more.
    void restart() {
        state = suite.up(settings);
    }

    void kill(Service service) {
        kill(state.of(service).flatMap(SuiteState.Running::process).orElseThrow());
    }

    /// Ends Kafka, PostgreSQL and S3 without a chance to put their things in order.
    void killInfrastructure() {
        kill(ProcessHandle.of(SuiteState.infrastructure(directory).pid()).orElseThrow());
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    void stopInfrastructure() {
        InfrastructureProcess.stop(directory.infrastructure());
    }

    String kafka() {
        return SuiteState.infrastructure(directory).kafkaBootstrapServers();
    }

    Path sampleModel() {
        return Installation.current().sampleModel();
    }

    Path path() {
        return directory.path();
    }

    URI url(Service service) {
        return state.url(service);
    }

    Api api() {
        return new Api(state.url(Service.MODEL_REGISTRY), state.url(Service.INFERENCE_PROXY));
    }

    SampleModel model(String name) {
        return new SampleModel(api(), name, sampleModel());
    }

    Api.Answer registry(String method, String path, String body) {
        return api().registry(method, path, body);
    }

    Cli cli() {
        return new Cli(directory.path());
    }

    /// Starts another registry on the suite's database and Kafka.
    SecondRegistry startSecondRegistry() throws IOException {
        GantryDirectory own =
                GantryDirectory.create(Files.createDirectories(path().resolve("second")));
        UpSettings settings = new UpSettings("127.0.0.1", PORT_OFFSET + 1000, Map.of());
        URI url = URI.create("http://127.0.0.1:" + settings.port(Service.MODEL_REGISTRY));
        Installation installation = Installation.current();
        ServiceLauncher launcher = new ServiceLauncher(installation, own);
        Process process =
                launcher.launch(
                        Service.MODEL_REGISTRY,
                        new ServiceConfiguration(installation, own, settings)
                                .environment(
                                        Service.MODEL_REGISTRY,
                                        SuiteState.infrastructure(directory)),
                        ServiceLauncher.defaultOptions(Service.MODEL_REGISTRY));
        SecondRegistry second =
                new SecondRegistry(process, new Api(url, state.url(Service.INFERENCE_PROXY)));
        launcher.awaitReady(Service.MODEL_REGISTRY, process, url);
        return second;
    }

    /// A registry beside the suite's own.
    record SecondRegistry(Process process, Api api) implements AutoCloseable {

        @Override
        public void close() {
            kill(process.toHandle());
        }
    }

    /// Ends the suite. Its logs stay, under `target`.
    @Override
    public void close() throws IOException {
        suite.down();
        try (Stream<Path> files = Files.walk(directory.path())) {
            files.map(Path::toFile)
                    // The cache is read-only.
                    .peek(file -> file.setWritable(true))
                    .sorted(Comparator.reverseOrder())
                    .filter(file -> !file.getName().endsWith(".log"))
                    .forEach(File::delete);
        }
    }
}
