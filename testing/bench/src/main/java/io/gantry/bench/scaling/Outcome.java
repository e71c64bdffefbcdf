package io.gantry.bench.scaling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a part of a trace was served.
///
/// @param goodput requests a second whose first token came in time
/// @param inTime part of the requests whose first token came in time
/// @param ttftP99 seconds
/// @param gpuHours of replicas from their start on, until the last request came
/// @param idle part of that in which nothing was computed: what was provided and not needed
/// @param changes of the number of replicas wanted
/// @param most replicas at once
record Outcome(
        double goodput,
        double inTime,
        double ttftP99,
        double gpuHours,
        double idle,
        int changes,
        int most) {

    /// Notes what happens.
    static final class Ledger implements Replica.Served {

        private final Simulation.Setting setting;
        private final List<PartLedger> parts;
        private int answered;
        private double tokens;
        private double waited;

        Ledger(Simulation.Setting setting) {
            this.setting = setting;
            this.parts = setting.trace().parts().stream().map(PartLedger::new).toList();
        }

        @Override
        public void firstToken(Request request, double at) {
            double took = at - request.at();
            answered++;
            waited += took;
            boolean late = took - setting.model().alone(request.prompt()) > setting.slo();
            part(request.at()).ifPresent(part -> part.firstToken(took, late));
        }

        @Override
        public void tokens(int count) {
            tokens += count;
        }

        void second(int second, int replicas, double computing) {
            part(second).ifPresent(part -> part.second(replicas, computing));
        }

        void decided(int second, int before, int now) {
            if (before != now) {
                part(second).ifPresent(part -> part.changes++);
            }
        }

        Autoscaler.Done done() {
            return new Autoscaler.Done(tokens, answered, waited);
        }

        boolean allAnswered() {
            return answered == setting.trace().requests().size();
        }

        /// Of each part of the trace.
        Map<Trace.Part, Outcome> outcomes() {
            Map<Trace.Part, Outcome> outcomes = new LinkedHashMap<>();
            parts.forEach(part -> outcomes.put(part.part, part.outcome(setting.trace())));
            return outcomes;
        }

        /// What happens after the last part began belongs to it.
        private Optional<PartLedger> part(double at) {
            return parts.stream()
                    .filter(part -> part.part.has(at) || part == parts.getLast())
                    .findFirst()
                    .filter(part -> at >= part.part.from());
        }
    }

    private static final class PartLedger {

        private static final double HOUR = 3_600;

        private final Trace.Part part;
        private final List<Double> firstTokens = new ArrayList<>();
        private int inTime;
        private int changes;
        private int most;
        private double replicaSeconds;
        private double computed;

        PartLedger(Trace.Part part) {
            this.part = part;
        }

        void firstToken(double took, boolean late) {
            firstTokens.add(took);
            inTime += late ? 0 : 1;
        }

        void second(int replicas, double computing) {
            replicaSeconds += replicas;
            computed += computing;
            most = Math.max(most, replicas);
        }

        /// What was not answered at all counts as late.
        Outcome outcome(Trace trace) {
            long requests = trace.requests().stream().filter(each -> part.has(each.at())).count();
            Collections.sort(firstTokens);
            int rank = (int) Math.ceil(0.99 * requests);
            return new Outcome(
                    inTime / (part.to() - part.from()),
                    (double) inTime / requests,
                    rank <= firstTokens.size()
                            ? firstTokens.get(rank - 1)
                            : Double.POSITIVE_INFINITY,
                    replicaSeconds / HOUR,
                    1 - computed / replicaSeconds,
                    changes,
                    most);
        }
    }
}
