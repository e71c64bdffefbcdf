package io.gantry.monitor.scale;

import io.gantry.autoscale.llm.LlmClamp;
import io.gantry.autoscale.llm.LlmScaling;
import java.util.Map;

/// Tells decisions for language models in sentences.
final class LlmReasons {

    private static final double PERCENT = 100;

    private LlmReasons() {}

    static Proposal proposal(LlmScaling.Result result) {
        LlmScaling.Decided decided = result.decided();
        LlmClamp clamp = decided.clamp();
        return new Proposal(
                decided.replicas(),
                Ground.of(decided.rule(), because(decided, result.inputs())),
                clamp == null ? null : Ground.of(clamp, clamp.text()));
    }

    private static String because(LlmScaling.Decided decided, Map<String, Double> of) {
        return switch (decided.rule()) {
            case AS_IT_IS -> "What one replica carries is not known yet";
            case TOKENS ->
                    "%s tokens per second are asked for, of which a replica carries %s"
                            .formatted(figure(of, "tokensAsked"), figure(of, "tokensPerReplica"));
            case TREND ->
                    "%s tokens per second are asked for and the trend of the last minutes is up, a replica carries %s"
                            .formatted(figure(of, "tokensAsked"), figure(of, "tokensPerReplica"));
            case PATTERN ->
                    "%s tokens per second are to be expected as on other days at this time, a replica carries %s"
                            .formatted(figure(of, "tokensAsked"), figure(of, "tokensPerReplica"));
            case QUEUE ->
                    "%s requests wait on average, for %s"
                            .formatted(figure(of, "waiting"), wait(of));
            case KV ->
                    "KV caches are %s %% full"
                            .formatted(
                                    Reasons.number(
                                            Math.rint(PERCENT * of.getOrDefault("kvUse", 0.0))));
            case TTFT ->
                    "first tokens take %ss on average and %s requests wait"
                            .formatted(figure(of, "firstTokenSeconds"), figure(of, "waiting"));
        };
    }

    private static String wait(Map<String, Double> of) {
        Double seconds = of.get("waitSeconds");
        return seconds == null ? "as long as was looked at" : Reasons.number(seconds) + "s";
    }

    private static String figure(Map<String, Double> of, String name) {
        double value = of.getOrDefault(name, 0.0);
        return Reasons.number(Math.abs(value) >= PERCENT ? Math.rint(value) : value);
    }
}
