package io.gantry.bench.scaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Replays a trace, second by second, and lets an autoscaler decide every two.
final class Simulation {

    private static final int TICK = 2;

    /// Over how many seconds it is seen whether replicas are busy, as a metrics server does.
    private static final int BUSY_SPAN = 15;

    /// How long after the last request answers are waited for.
    private static final int PATIENCE = 3_600;

    private final Setting setting;
    private final Autoscaler autoscaler;
    private final Outcome.Ledger record;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Replica> draining = new ArrayList<>();
    private final Deque<Double> busyShares = new ArrayDeque<>();
    private int wanted = 1;

    private Simulation(Setting setting, Autoscaler autoscaler) {
        this.setting = setting;
        this.autoscaler = autoscaler;
        this.record = new Outcome.Ledger(setting);
        replicas.add(new Replica(setting.model(), 0, 0));
    }

    /// How each part of the trace was served.
    static Map<Trace.Part, Outcome> run(Setting setting, Autoscaler autoscaler) {
        return new Simulation(setting, autoscaler).run();
    }

    private Map<Trace.Part, Outcome> run() {
        int next = 0;
        List<Request> requests = setting.trace().requests();
        int end = (int) Math.ceil(requests.getLast().at());
        for (int second = 0; second < end + PATIENCE; second++) {
            double busyBefore = busy();
            int readyBefore = ready(second).size();
            while (next < requests.size() && requests.get(next).at() < second + 1) {
                route(requests.get(next++));
            }
            advance(second + 1);
            double computed = busy() - busyBefore;
            if (second < end) {
                record.second(second, replicas.size() + draining.size(), computed);
            }
            look(second + 1, computed / Math.max(1, readyBefore));
            if (next == requests.size() && record.allAnswered()) {
                break;
            }
        }
        return record.outcomes();
    }

    /// To the replica that has the least under way, as the proxy does.
    private void route(Request request) {
        advance(request.at());
        ready(request.at()).stream()
                .min(Comparator.comparingInt(Replica::underWay))
                .orElseThrow()
                .take(request);
    }

    private void advance(double until) {
        replicas.forEach(replica -> replica.advance(until, record));
        draining.forEach(replica -> replica.advance(until, record));
    }

    private void look(int now, double busyShare) {
        busyShares.addLast(Math.min(1, busyShare));
        if (busyShares.size() > BUSY_SPAN) {
            busyShares.removeFirst();
        }
        draining.removeIf(replica -> replica.underWay() == 0);
        autoscaler.second(now - 1L, replicas.stream().mapToInt(Replica::underWay).sum());
        if (now % TICK == 0) {
            scale(now, autoscaler.decide(observe(now)));
        }
    }

    private Autoscaler.Observation observe(int now) {
        List<Replica> ready = ready(now);
        return new Autoscaler.Observation(
                now,
                ready.size(),
                wanted,
                ready.stream().mapToInt(Replica::running).sum(),
                ready.stream().mapToInt(Replica::waiting).sum(),
                ready.stream().mapToInt(Replica::waiting).min().orElse(0),
                ready.stream().mapToDouble(Replica::kvUse).average().orElse(0),
                busyShares.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                record.done());
    }

    private void scale(int now, int decided) {
        record.decided(now, wanted, decided);
        wanted = decided;
        while (replicas.size() < decided) {
            replicas.add(new Replica(setting.model(), now, setting.coldStart()));
        }
        while (replicas.size() > decided) {
            remove(now);
        }
    }

    /// First what is not ready yet, the youngest; then what has the least to finish.
    private void remove(int now) {
        List<Replica> ready = ready(now);
        Replica gone =
                ready.size() < replicas.size()
                        ? replicas.stream()
                                .max(Comparator.comparingDouble(Replica::readyAt))
                                .orElseThrow()
                        : ready.stream()
                                .min(Comparator.comparingInt(Replica::underWay))
                                .orElseThrow();
        replicas.remove(gone);
        if (gone.underWay() > 0) {
            draining.add(gone);
        }
    }

    private List<Replica> ready(double now) {
        return replicas.stream().filter(replica -> replica.ready(now)).toList();
    }

    private double busy() {
        return Stream.concat(replicas.stream(), draining.stream()).mapToDouble(Replica::busy).sum();
    }

    /// What is replayed on what.
    ///
    /// @param coldStart from the decision for a replica until it is ready, in seconds
    /// @param slo how long a first token may take beyond what its prompt takes alone, in seconds
    record Setting(Trace trace, ReplicaModel model, double coldStart, double slo) {}
}
