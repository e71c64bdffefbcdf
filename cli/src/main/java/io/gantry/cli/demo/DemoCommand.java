package io.gantry.cli.demo;

import io.gantry.cli.CliException;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Progress;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.Suite;
import io.gantry.cli.suite.SuiteState;
import io.gantry.cli.suite.UpSettings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry demo`: shows the main job, and fails when any of it did not really happen.
@Command(
        name = "demo",
        description =
                "Shows the whole of it: starts Gantry, follows a sample model from its registration to its answers, to zero replicas and back, lets a small language model answer, and takes everything down again. The exit code is 0 only when all of that happened.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Runnable {

    private static final String STARTING = "Starting Gantry";

    private final AtomicBoolean takenDown = new AtomicBoolean();

    @Mixin private GantryOptions gantry = new GantryOptions();

    @Option(names = "--keep", description = "Leaves everything running, the model included.")
    private boolean keep;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "Added to every port (default: 0).")
    private int portOffset;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.current();
        Suite suite = new Suite(installation, gantry.directory(), new Progress(out));
        SuiteState state = start(suite, out);
        Thread end = new Thread(() -> takeDown(suite, out));
        // For whoever loses patience: Ctrl-C leaves nothing running either.
        Runtime.getRuntime().addShutdownHook(end);
        try {
            tell(installation, state, out);
        } finally {
            takeDown(suite, out);
        }
        if (keep) {
            out.printf(
                    "%nGantry is still up: ask the models at %s, stop all with gantry down.%n",
                    state.url(Service.INFERENCE_PROXY));
        } else {
            out.println("All of it happened.");
        }
        out.flush();
    }

    private SuiteState start(Suite suite, PrintWriter out) {
        out.println(STARTING);
        out.flush();
        // Knative's 30 s of grace are for clusters; nobody wants to watch them pass.
        Map<String, String> monitor =
                Map.of("gantry.monitor.autoscaler.scale-to-zero-grace-period", "2s");
        Map<String, String> loader = Map.of("gantry.loader.cache.evict-after", "1s");
        try {
            return suite.up(
                    new UpSettings(
                            "127.0.0.1",
                            portOffset,
                            Map.of(Service.MONITOR, monitor, Service.LOADER, loader)));
        } catch (CliException e) {
            throw at(STARTING, e);
        }
    }

    private void tell(Installation installation, SuiteState state, PrintWriter out) {
        tell(
                SampleModel.NAME,
                out,
                timeline -> new Story(installation.sampleModel(), state, timeline).tell(keep));
        tell(
                ChatModel.NAME,
                out,
                timeline ->
                        new ChatStory(installation.languageModel(), state, timeline).tell(keep));
    }

    private void tell(String model, PrintWriter out, Consumer<Timeline> story) {
        String kafka = SuiteState.infrastructure(gantry.directory()).kafkaBootstrapServers();
        try (Timeline timeline = Timeline.start(kafka, model, out)) {
            try {
                story.accept(timeline);
            } catch (RuntimeException e) {
                throw at(
                        timeline.currentStep(),
                        e instanceof CliException known
                                ? known
                                : CliException.failed(e.toString()));
            }
        }
    }

    private static CliException at(String step, CliException failure) {
        return failure.during("The demo failed at \"%s\"".formatted(step));
    }

    private void takeDown(Suite suite, PrintWriter out) {
        if (!keep && !takenDown.getAndSet(true)) {
            out.printf("%nStopping Gantry%n");
            out.flush();
            suite.down();
        }
    }
}
