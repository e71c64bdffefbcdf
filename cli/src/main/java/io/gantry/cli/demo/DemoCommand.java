package io.gantry.cli.demo;

import io.gantry.cli.suite.DownCommand;
import io.gantry.cli.suite.GantryOptions;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.Suite;
import io.gantry.cli.suite.SuiteState;
import io.gantry.cli.suite.UpCommand;
import io.gantry.cli.suite.UpSettings;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gantry demo`: shows the main job, and fails when any of it did not really happen.
@Command(
        name = "demo",
        description = {
            "Starts Gantry, registers a sample model, follows it through the pipeline, asks it something,",
            "watches it scale to zero and come back, and takes everything down again."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Runnable {

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
        Suite suite = new Suite(installation, gantry.directory(), UpCommand.progress(out));
        out.println("Starting Gantry");
        out.flush();
        // Knative's 30 s of grace are for clusters; nobody wants to watch them pass.
        SuiteState state =
                suite.up(
                        new UpSettings(
                                "127.0.0.1",
                                portOffset,
                                Map.of(
                                        Service.MONITOR,
                                        Map.of(
                                                "gantry.monitor.autoscaler.scale-to-zero-grace-period",
                                                "2s"),
                                        Service.LOADER,
                                        Map.of("gantry.loader.cache.evict-after", "1s"))));
        try {
            String kafka = SuiteState.infrastructure(gantry.directory()).kafkaBootstrapServers();
            try (Timeline timeline = Timeline.start(kafka, SampleModel.NAME, out)) {
                new Story(installation.sampleModel(), state, timeline, out).tell(keep);
            }
        } catch (RuntimeException e) {
            if (!keep) {
                stopping(installation).down();
            }
            throw e;
        }
        if (keep) {
            out.printf(
                    "%nGantry is still up: ask the model at %s, stop all with gantry down.%n",
                    state.url(Service.INFERENCE_PROXY));
        } else {
            out.printf("%nStopping Gantry%n");
            stopping(installation).down();
            out.println("All of it happened.");
        }
        out.flush();
    }

    private Suite stopping(Installation installation) {
        return new Suite(
                installation,
                gantry.directory(),
                DownCommand.progress(spec.commandLine().getOut()));
    }
}
