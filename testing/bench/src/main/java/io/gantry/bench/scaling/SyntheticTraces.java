package io.gantry.bench.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/// Traces that are made up: requests come at random about a rate that changes in a known way, with
/// lengths that spread as those of conversations do. The same in each run.
final class SyntheticTraces {

    private static final int SEED = 20_260_301;
    private static final double HOUR = 3_600;

    /// Medians of Azure's conversations, and how far they spread (of the logarithm).
    private static final double PROMPT = 1_000;

    private static final double OUTPUT = 130;
    private static final double SPREAD = 0.9;
    private static final int LONGEST = 16_000;

    private SyntheticTraces() {}

    static List<Trace> all() {
        return List.of(
                of("steady", _ -> 10),
                of("bursts", second -> second % 600 < 90 ? 24 : 4),
                of("diurnal", second -> 10 - 8 * Math.cos(2 * Math.PI * second / HOUR)),
                of("step", second -> second < HOUR / 3 || second > 2 * HOUR / 3 ? 4 : 20));
    }

    /// @param rate requests a second, by the second
    private static Trace of(String name, DoubleUnaryOperator rate) {
        Random random = new Random(SEED);
        List<Request> requests = new ArrayList<>();
        double at = 0;
        while (at < HOUR) {
            at += -Math.log(1 - random.nextDouble()) / rate.applyAsDouble(at);
            requests.add(new Request(at, length(random, PROMPT), length(random, OUTPUT)));
        }
        return new Trace(name, requests);
    }

    private static int length(Random random, double median) {
        double length = median * Math.exp(SPREAD * random.nextGaussian());
        return Math.clamp(Math.round(length), 1, LONGEST);
    }
}
