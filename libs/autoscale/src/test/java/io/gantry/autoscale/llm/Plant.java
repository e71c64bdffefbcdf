package io.gantry.autoscale.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/// Replicas that do tokens as a fluid: what is asked for is done up to what they carry, and the
/// rest waits. Below that a little waits as behind any server, the more the fuller.
final class Plant {

    private static final int TICK = 2;
    private static final double REQUEST = 500;
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    final List<Integer> decisions = new ArrayList<>();
    final List<Integer> readies = new ArrayList<>();
    private final double carries;
    private final int coldStart;
    private final Random random;
    private LlmState state = LlmState.start(START);
    private LlmSignals.Done done = LlmSignals.Done.NOTHING;
    private double backlog;
    private double waiting;
    private int wanted;
    private int unknown;

    /// @param carries tokens a second, of each replica
    /// @param coldStart seconds
    Plant(double carries, int coldStart, int replicas, long seed) {
        this.carries = carries;
        this.coldStart = coldStart;
        this.random = new Random(seed);
        this.wanted = replicas;
    }

    void unknown(int replicas) {
        unknown = replicas;
    }

    /// @param load tokens a second, by the second
    /// @param noise standard deviation of what comes within a tick, as part of it
    void run(int seconds, DoubleUnaryOperator load, double noise) {
        int from = decisions.size();
        for (int i = 0; i < seconds / TICK; i++) {
            int ready = ready(from + i);
            double comes =
                    Math.max(0, load.applyAsDouble(i * TICK) * (1 + noise * random.nextGaussian()));
            serve(comes, ready * carries);
            readies.add(ready);
            decisions.add(decide(from + i, ready));
        }
    }

    /// As many as were wanted all through a cold start.
    private int ready(int tick) {
        int ready = wanted;
        for (int back = 1; back <= coldStart / TICK && back <= tick; back++) {
            ready = Math.min(ready, decisions.get(tick - back));
        }
        return ready;
    }

    private void serve(double comes, double carried) {
        double asked = comes * TICK + backlog * REQUEST;
        double served = Math.min(asked, carried * TICK);
        backlog = (asked - served) / REQUEST;
        double full = Math.min(0.99, comes / carried);
        waiting = backlog + 0.1 * full / (1 - full);
        double requests = served / REQUEST;
        done = done.plus(new LlmSignals.Done(served, requests, requests * 0.2));
    }

    private int decide(int tick, int ready) {
        LlmSignals signals =
                new LlmSignals(
                        START.plusSeconds((long) tick * TICK),
                        ready,
                        unknown,
                        10,
                        waiting,
                        waiting / ready,
                        0,
                        0.3,
                        done);
        LlmScaling.Result result = LlmScaling.decide(spec(), state, wanted, signals);
        state = result.state();
        wanted = result.decided().replicas();
        return wanted;
    }

    LlmSpec spec() {
        return new LlmSpec(
                EnumSet.allOf(LlmMetric.class),
                Duration.ofSeconds(2),
                LlmSpec.KV_USE,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Duration.ofSeconds(coldStart),
                1000,
                2);
    }

    /// Changes of direction: up after down, or down after up.
    static int turns(List<Integer> numbers) {
        int turns = 0;
        int direction = 0;
        for (int i = 1; i < numbers.size(); i++) {
            int step = Integer.compare(numbers.get(i), numbers.get(i - 1));
            if (step != 0 && direction != 0 && step != direction) {
                turns++;
            }
            direction = step == 0 ? direction : step;
        }
        return turns;
    }
}
