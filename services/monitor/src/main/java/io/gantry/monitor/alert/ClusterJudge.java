package io.gantry.monitor.alert;

import io.gantry.events.NodeObserved;
import io.gantry.events.text.Amounts;
import io.gantry.monitor.broker.Broker;
import io.gantry.monitor.broker.BrokerFigures;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.rule.Condition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Judges conditions of what all services share: nodes, consumers and topics.
@ApplicationScoped
class ClusterJudge {

    private final Fleet fleet;
    private final Broker broker;

    ClusterJudge(Fleet fleet, Broker broker) {
        this.fleet = fleet;
        this.broker = broker;
    }

    /// By name, what is to be said of everything that the condition is about; empty when nothing is
    /// known of any.
    Optional<Map<String, Finding>> judge(Condition condition, Instant now) {
        return switch (condition) {
            case Condition.CacheDisk disk -> Optional.of(nodes(disk, now));
            case Condition.ConsumerLag lag ->
                    each(BrokerFigures::lag, (name, records) -> lag(name, records, lag.records()));
            case Condition.DeadLetters dead ->
                    each(
                            BrokerFigures::deadLetters,
                            (name, records) -> dead(name, records, dead.records()));
            case Condition.OfService _ ->
                    throw new IllegalArgumentException("Of services: " + condition);
        };
    }

    private Map<String, Finding> nodes(Condition.CacheDisk disk, Instant now) {
        Map<String, Finding> findings = new TreeMap<>();
        for (NodeObserved node : fleet.nodes()) {
            Long free = node.cacheFreeBytes();
            Long total = node.cacheBytes();
            findings.put(
                    node.node(),
                    free == null || total == null || total == 0 || !fleet.heardLately(node, now)
                            ? new Finding.Unclear()
                            : room(node.node(), free, total, disk.minFree()));
        }
        return findings;
    }

    private static Finding room(String node, long free, long total, double minFree) {
        double part = (double) free / total;
        String sentence =
                "The model cache of node %s has %s of %s free (%s)"
                        .formatted(
                                node,
                                Amounts.bytes(free),
                                Amounts.bytes(total),
                                Figures.percent(part));
        return part < minFree
                ? Finding.Firing.of(
                        "%s, less than %s".formatted(sentence, Figures.percent(minFree)))
                : new Finding.Clear(sentence);
    }

    private static Finding lag(String consumer, long records, long limit) {
        String sentence = "%s has %d records before it".formatted(consumer, records);
        return records > limit
                ? Finding.Firing.of("%s, more than %d".formatted(sentence, limit))
                : new Finding.Clear(sentence);
    }

    private static Finding dead(String topic, long records, long limit) {
        String sentence = "%s holds %d records that could not be read".formatted(topic, records);
        return records > limit ? Finding.Firing.of(sentence) : new Finding.Clear(sentence);
    }

    private Optional<Map<String, Finding>> each(
            Function<BrokerFigures, Map<String, Long>> which,
            BiFunction<String, Long, Finding> judge) {
        return broker.latest()
                .map(figures -> {
                    Map<String, Finding> findings = new TreeMap<>();
                    which.apply(figures)
                            .forEach((name, records) ->
                                    findings.put(name, judge.apply(name, records)));
                    return findings;
                });
    }
}
