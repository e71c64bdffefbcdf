package io.gantry.bench.scaling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How a trace was served.
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

        private static final double HOUR = 3_600;

        private final Simulation.Setting setting;
        private final List<Double> firstTokens = new ArrayList<>();
        private int inTime;
        private int changes;
        private int most;
        private double replicaSeconds;
        private double tokens;
        private double waited;
        private double computed;

        Ledger(Simulation.Setting setting) {
            this.setting = setting;
        }

        @Override
        public void firstToken(Request request, double at) {
            double took = at - request.at();
            firstTokens.add(took);
            waited += took;
            double alone = setting.model().alone(request.prompt());
            inTime += took - alone <= setting.slo() ? 1 : 0;
        }

        @Override
        public void tokens(int count) {
            tokens += count;
        }

        void second(int replicas, double computing) {
            replicaSeconds += replicas;
            computed += computing;
            most = Math.max(most, replicas);
        }

        void decided(int before, int now) {
            changes += before == now ? 0 : 1;
        }

        Autoscaler.Done done() {
            return new Autoscaler.Done(tokens, firstTokens.size(), waited);
        }

        boolean allAnswered() {
            return firstTokens.size() == setting.trace().requests().size();
        }

        /// What was not answered at all counts as late.
        Outcome outcome() {
            int requests = setting.trace().requests().size();
            Collections.sort(firstTokens);
            int rank = (int) Math.ceil(0.99 * requests);
            return new Outcome(
                    inTime / setting.trace().seconds(),
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
