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
    private static final double DAY = 24 * HOUR;

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

    /// Five working days and a weekend: half a request a second in the nights and at the weekend,
    /// about eight in office hours, for which it takes ten minutes. No two mornings are alike.
    static Trace week() {
        return new Trace(
                "week",
                requests(7 * DAY, Workdays::rate),
                List.of(
                        new Trace.Part("week, days 1 to 3", 0, Math.nextDown(3 * DAY)),
                        new Trace.Part("week, days 4 and 5", 3 * DAY, Math.nextDown(5 * DAY)),
                        new Trace.Part("week, weekend", 5 * DAY, 7 * DAY)));
    }

    /// @param rate requests a second, by the second
    private static Trace of(String name, DoubleUnaryOperator rate) {
        return new Trace(name, requests(HOUR, rate));
    }

    private static List<Request> requests(double seconds, DoubleUnaryOperator rate) {
        Random random = new Random(SEED);
        List<Request> requests = new ArrayList<>();
        double at = 0;
        while (at < seconds) {
            at += -Math.log(1 - random.nextDouble()) / rate.applyAsDouble(at);
            requests.add(new Request(at, length(random, PROMPT), length(random, OUTPUT)));
        }
        return requests;
    }

    /// Days as they are at an office.
    private static final class Workdays {

        private static final double QUIET = 0.5;
        private static final double BUSY = 8;
        private static final double MORNING = 9 * HOUR;
        private static final double EVENING = 17 * HOUR;
        private static final double RISE = HOUR / 6;

        /// By what each day's morning is later, in seconds, and its office hours are busier.
        private static final double[] LATER = {0, 240, -180, 120, -240};

        private static final double[] BUSIER = {1, 0.95, 1.05, 1, 0.9};

        static double rate(double second) {
            int day = (int) (second / DAY);
            double time = second % DAY;
            if (day >= LATER.length) {
                return QUIET;
            }
            double risen = Math.clamp((time - MORNING - LATER[day]) / RISE, 0, 1);
            double fallen = Math.clamp((time - EVENING) / HOUR, 0, 1);
            return QUIET + (BUSY * BUSIER[day] - QUIET) * Math.min(risen, 1 - fallen);
        }
    }

    private static int length(Random random, double median) {
        double length = median * Math.exp(SPREAD * random.nextGaussian());
        return Math.clamp(Math.round(length), 1, LONGEST);
    }
}
