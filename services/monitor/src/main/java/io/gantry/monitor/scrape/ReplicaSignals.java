package io.gantry.monitor.scrape;

import io.gantry.autoscale.llm.LlmSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the replicas of one revision say, added up. A replica that does not answer keeps its last
/// figures for a while; then it is unknown. Not safe for use by several threads at once.
final class ReplicaSignals {

    private final Duration hold;
    private final Map<String, Last> replicas = new HashMap<>();
    private final Map<String, CacheHits> cacheHits = new HashMap<>();
    private LlmSignals.Done done = LlmSignals.Done.NOTHING;

    /// @param hold how long a replica's last figures are taken for what is
    ReplicaSignals(Duration hold) {
        this.hold = hold;
    }

    /// Takes in what a replica said. What it did before it was first asked does not count.
    void accept(String replica, ReplicaFigures figures, Instant now) {
        figures.llm()
                .ifPresent(llm ->
                        cacheHits
                                .computeIfAbsent(replica, _ -> new CacheHits())
                                .seen(llm.cacheHits(), now));
        Last before = replicas.put(replica, new Last(figures, now));
        if (before != null) {
            before.figures()
                    .llm()
                    .ifPresent(then ->
                            figures.llm().ifPresent(is -> done = done.plus(since(then, is))));
        }
    }

    /// Forgets the replicas that are not there any more; what they did stays counted.
    void keep(Set<String> present) {
        replicas.keySet().retainAll(present);
        cacheHits.keySet().retainAll(present);
    }

    /// @param ready replicas that take requests
    PodReading read(Collection<String> ready, Instant now) {
        List<ReplicaFigures> known = ready.stream().flatMap(id -> known(id, now)).toList();
        List<ReplicaFigures.Llm> llm =
                known.stream().flatMap(figures -> figures.llm().stream()).toList();
        Map<String, List<Double>> named = new HashMap<>();
        for (ReplicaFigures figures : known) {
            figures.named()
                    .forEach((name, value) ->
                            named.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        }
        boolean language =
                replicas.values().stream().anyMatch(last -> last.figures().llm().isPresent());
        return new PodReading(
                language ? Optional.of(sum(llm, ready.size(), now)) : Optional.empty(),
                coldestFirst(ready, now),
                named);
    }

    /// What a replica said, as long as that may be taken for what is.
    private Stream<ReplicaFigures> known(String replica, Instant now) {
        Last last = replicas.get(replica);
        return last == null || last.at().plus(hold).isBefore(now)
                ? Stream.empty()
                : Stream.of(last.figures());
    }

    private List<String> coldestFirst(Collection<String> ready, Instant now) {
        List<Warmth> known = new ArrayList<>();
        for (String replica : ready) {
            CacheHits hits = cacheHits.get(replica);
            double lately = hits == null ? 0 : hits.lately();
            known(replica, now)
                    .flatMap(figures -> figures.llm().stream())
                    .forEach(llm -> known.add(new Warmth(replica, lately, llm)));
        }
        return known.stream().sorted(Warmth.COLDEST_FIRST).map(Warmth::replica).toList();
    }

    private LlmSignals sum(List<ReplicaFigures.Llm> known, int ready, Instant now) {
        return new LlmSignals(
                now,
                ready,
                ready - known.size(),
                known.stream().mapToDouble(ReplicaFigures.Llm::running).sum(),
                known.stream().mapToDouble(ReplicaFigures.Llm::waiting).sum(),
                known.stream().mapToDouble(ReplicaFigures.Llm::waiting).min().orElse(0),
                0,
                known.stream().mapToDouble(ReplicaFigures.Llm::kvUse).average().orElse(0),
                done);
    }

    /// What was done between two answers of one replica; from its start on, when it was started
    /// anew in between.
    private static LlmSignals.Done since(ReplicaFigures.Llm then, ReplicaFigures.Llm is) {
        boolean restarted = is.tokens() < then.tokens() || is.firstTokens() < then.firstTokens();
        return restarted
                ? new LlmSignals.Done(is.tokens(), is.firstTokens(), is.firstTokenSeconds())
                : new LlmSignals.Done(
                        is.tokens() - then.tokens(),
                        is.firstTokens() - then.firstTokens(),
                        Math.max(0, is.firstTokenSeconds() - then.firstTokenSeconds()));
    }

    private record Last(ReplicaFigures figures, Instant at) {}

    /// How much would be lost with a replica: what its prefix cache was of use lately, then what it
    /// was since its start (it may have been full of what nobody asks for any more), then what it
    /// has under way. vLLM's KV use is of requests under way only.
    private record Warmth(String replica, double lately, ReplicaFigures.Llm llm) {

        static final Comparator<Warmth> COLDEST_FIRST =
                Comparator.comparingDouble(Warmth::lately)
                        .thenComparingDouble(warmth -> warmth.llm().cacheHits())
                        .thenComparingDouble(warmth -> warmth.llm().underWay())
                        .thenComparingDouble(warmth -> warmth.llm().kvUse());
    }
}
