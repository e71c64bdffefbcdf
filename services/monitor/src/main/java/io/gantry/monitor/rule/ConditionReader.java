package io.gantry.monitor.rule;

import io.gantry.monitor.slo.Indicator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads conditions by the names that rules give them, each with its parameters.
final class ConditionReader {

    private static final Map<String, Function<Fields, Condition>> READERS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(
                                    "availabilityBurnRate",
                                    fields ->
                                            burnRate(
                                                    fields,
                                                    "minFailedRequests",
                                                    new Indicator.Availability())),
                            Map.entry(
                                    "latencyBurnRate",
                                    fields ->
                                            burnRate(
                                                    fields,
                                                    "minSlowRequests",
                                                    new Indicator.Latency(
                                                            fields.duration("target")))),
                            Map.entry("loadFailure", _ -> new Condition.LoadFailure()),
                            Map.entry(
                                    "crashLoop",
                                    fields ->
                                            new Condition.CrashLoop(
                                                    (int) fields.count("ends", 1),
                                                    fields.duration("within"))),
                            Map.entry(
                                    "gpuOutOfMemory",
                                    fields ->
                                            new Condition.GpuOutOfMemory(
                                                    fields.duration("within"))),
                            Map.entry("modelNotReady", _ -> new Condition.ModelNotReady()),
                            Map.entry("revisionNotReady", _ -> new Condition.RevisionNotReady()),
                            Map.entry("replicasMissing", _ -> new Condition.ReplicasMissing()),
                            Map.entry("saturation", _ -> new Condition.Saturation()),
                            Map.entry(
                                    "coldStart",
                                    fields ->
                                            new Condition.ColdStart(
                                                    fields.duration("target"),
                                                    fields.duration("within"))),
                            Map.entry(
                                    "cacheDisk",
                                    fields -> new Condition.CacheDisk(fields.percent("minFree"))),
                            Map.entry(
                                    "consumerLag",
                                    fields ->
                                            new Condition.ConsumerLag(fields.count("records", 1))),
                            Map.entry(
                                    "deadLetters",
                                    fields ->
                                            new Condition.DeadLetters(
                                                    fields.count("records", 0)))));

    private ConditionReader() {}

    static String keys() {
        return String.join(", ", READERS.keySet());
    }

    /// What is wrong goes to the parameters' problems.
    ///
    /// @return empty when there is no such condition
    static Optional<Condition> read(String key, Fields parameters) {
        return Optional.ofNullable(READERS.get(key)).map(reader -> reader.apply(parameters));
    }

    private static Condition burnRate(Fields fields, String least, Indicator indicator) {
        double objective = fields.percent("objective");
        List<Condition.Windows> windows = new ArrayList<>();
        for (Fields pair : fields.sections("windows")) {
            Duration longWindow = pair.duration("long");
            Duration shortWindow = pair.duration("short");
            if (shortWindow.compareTo(longWindow) >= 0) {
                pair.problem("short", "it must be shorter than long");
            }
            windows.add(new Condition.Windows(longWindow, shortWindow, pair.positive("burnRate")));
            pair.refuseOthers();
        }
        return new Condition.BurnRate(indicator, objective, fields.count(least, 1), windows);
    }
}
