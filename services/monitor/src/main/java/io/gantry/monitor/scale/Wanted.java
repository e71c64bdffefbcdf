package io.gantry.monitor.scale;

import io.gantry.events.Endpoint;
import io.gantry.kserve.validate.MetricSource;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.query.Question;
import io.gantry.monitor.scrape.ScrapeTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What is to be asked for, gathered from all revisions. Lives for one tick.
final class Wanted {

    private final Set<ScrapeTarget> targets = new HashSet<>();
    private final Set<Question> questions = new HashSet<>();
    private final Set<Long> pids = new HashSet<>();
    private boolean localGpus;

    void add(RevisionId id, RevisionPolicy policy, List<Endpoint> ready, boolean local) {
        Set<String> named = new HashSet<>();
        for (MetricSource source : policy.metrics().sources()) {
            switch (source) {
                case MetricSource.Resource _ -> addPids(ready);
                case MetricSource.Query(var server, String query, double _) ->
                        questions.add(new Question(server, query));
                case MetricSource.OfReplicas(String name, double _, boolean _) -> {
                    if (GpuMetric.named(name).isPresent()) {
                        localGpus |= local;
                    } else {
                        named.add(name);
                    }
                }
            }
        }
        if (!named.isEmpty() || !policy.pods().llm().isEmpty()) {
            for (Endpoint endpoint : ready) {
                targets.add(
                        new ScrapeTarget(
                                id, endpoint.id(), policy.pods().address(endpoint), named));
            }
        }
    }

    private void addPids(List<Endpoint> ready) {
        ready.stream().map(Endpoint::pid).filter(Objects::nonNull).forEach(pids::add);
    }

    Set<ScrapeTarget> targets() {
        return targets;
    }

    Set<Question> questions() {
        return questions;
    }

    Set<Long> pids() {
        return pids;
    }

    /// Asks what there is to know about the GPUs of a process of this machine that has some.
    void addGpus(RevisionPolicy policy, boolean local) {
        localGpus |= local && policy.gpus();
    }

    boolean localGpus() {
        return localGpus;
    }
}
