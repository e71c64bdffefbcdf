package io.gantry.bench.scaling;

import io.gantry.autoscale.llm.LlmMetric;
import io.gantry.autoscale.llm.LlmSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Autoscalers beside each other on traces of requests to language models.
@Command(
        name = "scaling",
        description = "Autoscalers of language models: goodput, GPU-hours, on simulated replicas.",
        mixinStandardHelpOptions = true)
public final class ScalingBench implements Callable<Integer> {

    private static final int QUICK_SECONDS = 900;

    /// A prompt may wait for so many times what it takes alone, as in DistServe (OSDI '24).
    private static final int SLO_SCALE = 5;

    private static final double LEAST_SLO = 1;

    /// What one replica of the model carries within the SLO, as a load test of it finds, and what
    /// else a team might set, the default of Knative included.
    private static final List<Double> KNATIVE_TARGETS = List.of(8.0, 16.0, 24.0, 70.0);

    private static final int BUSY = 70;
    private static final double REQUESTS = 16;
    private static final double WAITING = 5;

    @Option(
            names = {"--traces", "--trace"},
            description =
                    "A directory with traces of Azure (.csv) or Mooncake (.jsonl); default ${DEFAULT-VALUE}.")
    private Path traces = Path.of("../shared/traces");

    @Option(
            names = "--cold-start",
            description = "Seconds until a replica is ready; default ${DEFAULT-VALUE}.")
    private double coldStart = 60;

    @Option(
            names = "--week",
            description =
                    "Instead of these, a week that is made up, with a steep rise each working day's morning.")
    private boolean week;

    @Option(names = "--quick", description = "The first quarter of an hour of each trace.")
    private boolean quick;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Map<ScalingReport.Replayed, Map<String, Outcome>> rows = new LinkedHashMap<>();
        for (Trace trace : traces()) {
            Simulation.Setting setting = setting(quick ? trace.within(QUICK_SECONDS) : trace);
            autoscalers(setting)
                    .forEach((name, autoscaler) ->
                            Simulation.run(setting, autoscaler.get())
                                    .forEach((part, outcome) ->
                                            rows.computeIfAbsent(
                                                            ScalingReport.Replayed.of(
                                                                    part, setting),
                                                            _ -> new LinkedHashMap<>())
                                                    .put(name, outcome)));
            spec.commandLine().getErr().println("  replayed " + trace.name());
        }
        new ScalingReport(rows).print(spec.commandLine().getOut());
        return 0;
    }

    private List<Trace> traces() throws IOException {
        if (week) {
            return List.of(SyntheticTraces.week());
        }
        List<Trace> all = new ArrayList<>(Traces.of(traces));
        all.addAll(SyntheticTraces.all());
        return all;
    }

    private Simulation.Setting setting(Trace trace) {
        ReplicaModel model = ReplicaModel.LARGE;
        double slo = Math.max(LEAST_SLO, SLO_SCALE * model.alone((int) trace.meanPrompt()));
        return new Simulation.Setting(trace, model, coldStart, slo);
    }

    private Map<String, Supplier<Autoscaler>> autoscalers(Simulation.Setting setting) {
        Map<String, Supplier<Autoscaler>> autoscalers = new LinkedHashMap<>();
        autoscalers.put(ScalingReport.GANTRY, () -> new GantryAutoscaler(gantry(setting), true));
        if (week) {
            autoscalers.put(
                    ScalingReport.GANTRY + " of today",
                    () -> new GantryAutoscaler(gantry(setting), false));
        }
        for (double target : KNATIVE_TARGETS) {
            autoscalers.put(ScalingReport.KPA + (int) target, () -> new KnativeAutoscaler(target));
        }
        if (!week) {
            // What they add without end would take hours to replay.
            autoscalers.put("hpa busy 70%", () -> HorizontalAutoscaler.onBusy(BUSY));
            autoscalers.put("hpa requests 16", () -> HorizontalAutoscaler.onRequests(REQUESTS));
            autoscalers.put("queue 5", () -> HorizontalAutoscaler.onQueue(WAITING));
        }
        return autoscalers;
    }

    /// The defaults of the monitor, with the SLO as the time to first token.
    private LlmSpec gantry(Simulation.Setting setting) {
        return new LlmSpec(
                EnumSet.allOf(LlmMetric.class),
                Duration.ofMillis((long) (setting.slo() * 1000)),
                LlmSpec.KV_USE,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Duration.ofMillis((long) (coldStart * 1000)),
                1000,
                2);
    }
}
