package io.gantry.monitor.scale;

import io.gantry.autoscale.hpa.Metric;
import io.gantry.autoscale.hpa.Target;
import io.gantry.events.Endpoint;
import io.gantry.kserve.validate.MetricSource;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.gpu.Gpus;
import io.gantry.monitor.query.Answer;
import io.gantry.monitor.query.Queries;
import io.gantry.monitor.query.Question;
import io.gantry.monitor.scrape.PodReading;
import io.gantry.monitor.scrape.Scraper;
import io.gantry.monitor.usage.ProcessUsage;
import io.gantry.monitor.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where the metrics that revisions are scaled by come from. What is asked for is asked for in the
/// background; a look takes what is known.
@ApplicationScoped
class Sources {

    private static final String CPU = "cpu";

    private final Fleet fleet;
    private final Scraper scraper;
    private final ProcessUsage processes;
    private final Queries queries;
    private final Gpus gpus;

    Sources(Fleet fleet, Scraper scraper, ProcessUsage processes, Queries queries, Gpus gpus) {
        this.fleet = fleet;
        this.scraper = scraper;
        this.processes = processes;
        this.queries = queries;
        this.gpus = gpus;
    }

    /// What the replicas and their metrics say.
    ///
    /// @param metrics those that the policy names, in its order
    record Look(PodReading pods, List<Metric> metrics) {}

    /// Asks for what these revisions are scaled by, and for nothing else.
    void follow(Map<RevisionId, RevisionPolicy> policies, Instant now) {
        Wanted wanted = new Wanted();
        policies.forEach((id, policy) -> {
            boolean local = fleet.onThisMachine(id);
            wanted.addGpus(policy, local);
            if (policy.control().others(local).isEmpty()) {
                wanted.add(id, policy, fleet.ready(id), local);
            }
        });
        scraper.follow(wanted.targets());
        queries.follow(wanted.questions());
        processes.look(wanted.pids(), now);
        gpus.follow(wanted.localGpus());
    }

    Look look(RevisionId id, RevisionPolicy policy, List<Endpoint> ready, Instant now) {
        PodReading pods = scraper.read(id, ready.stream().map(Endpoint::id).toList(), now);
        List<Metric> metrics = new ArrayList<>();
        for (MetricSource source : policy.metrics().sources()) {
            metrics.add(
                    switch (source) {
                        case MetricSource.Resource resource -> resource(id, resource, ready);
                        case MetricSource.OfReplicas named ->
                                ofReplicas(id, named, ready, pods, now);
                        case MetricSource.Query query -> query(query, now);
                    });
        }
        return new Look(pods, metrics);
    }

    private Metric resource(RevisionId id, MetricSource.Resource resource, List<Endpoint> ready) {
        String name = resource.name();
        Function<Usage, Double> of = name.equals(CPU) ? Usage::cores : Usage::bytes;
        List<Double> values =
                ready.stream()
                        .flatMap(endpoint -> Optional.ofNullable(endpoint.pid()).stream())
                        .flatMap(pid -> processes.read(pid).stream())
                        .map(of)
                        .toList();
        return switch (resource.aim()) {
            case MetricSource.Amount(double amount) ->
                    each(name, new Target.AverageValue(amount), values, ready);
            case MetricSource.Percent(int percent) -> {
                Double request =
                        fleet.predictor(id).map(seen -> seen.requests().get(name)).orElse(null);
                yield request == null
                        ? new Metric.Unavailable(
                                name,
                                "is no percentage of anything, as the container has no resources.requests."
                                        + name)
                        : each(name, new Target.Utilization(percent, request), values, ready);
            }
        };
    }

    private Metric ofReplicas(
            RevisionId id,
            MetricSource.OfReplicas named,
            List<Endpoint> ready,
            PodReading pods,
            Instant now) {
        List<Double> values =
                GpuMetric.named(named.name())
                        .map(metric ->
                                ready.stream()
                                        .flatMap(endpoint ->
                                                gpus.read(id.namespace(), endpoint, now).stream())
                                        .map(metric::of)
                                        .toList())
                        .orElseGet(() -> pods.named().getOrDefault(named.name(), List.of()));
        return named.whole()
                ? whole(named, values, ready)
                : each(named.name(), new Target.AverageValue(named.target()), values, ready);
    }

    /// A sum in which one is missing is none.
    private static Metric whole(
            MetricSource.OfReplicas named, List<Double> values, List<Endpoint> ready) {
        return values.size() < ready.size() || ready.isEmpty()
                ? new Metric.Unavailable(named.name(), "is not told by every replica")
                : new Metric.OfAll(
                        named.name(),
                        new Target.Value(named.target()),
                        values.stream().mapToDouble(Double::doubleValue).sum());
    }

    private static Metric each(
            String name, Target target, List<Double> values, List<Endpoint> ready) {
        return new Metric.OfReplicas(
                name, target, values, Math.max(0, ready.size() - values.size()));
    }

    private Metric query(MetricSource.Query query, Instant now) {
        String name = "the query " + query.query();
        return switch (queries.read(new Question(query.server(), query.query()), now)) {
            case Answer.Value(double value) ->
                    new Metric.OfAll(name, new Target.AverageValue(query.target()), value);
            case Answer.None(String why) -> new Metric.Unavailable(name, why);
        };
    }
}
