package io.gantry.loader.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Event;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.NodeEvent;
import io.gantry.events.NodeObserved;
import io.gantry.events.NodeRemoved;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WarmPolicyPropertyTest {

    private static final WarmPolicy.Settings SETTINGS = new WarmPolicy.Settings(1, false, false);

    /// Loaders that heard the same, in whatever order and however often, decide the same; what is
    /// kept is what the newest event of each service refers to.
    @Property(tries = 300)
    void shouldNotDependOnOrderOrRepetition(
            @ForAll("histories") List<Event> history, @ForAll Random random) {
        List<Event> shuffled = new ArrayList<>(history);
        shuffled.addAll(history);
        Collections.shuffle(shuffled, random);

        Plan plan = planOf("a", history);

        assertThat(planOf("a", shuffled)).isEqualTo(plan);
        assertThat(plan.kept().keySet()).isEqualTo(referredTo(history));
        assertThat(plan.kept()).containsAllEntriesOf(plan.loaded());
    }

    /// Of nodes that all can run it, as many as asked for load a model, or all there are.
    @Property(tries = 300)
    void shouldWarmAsManyAsAskedFor(
            @ForAll @IntRange(min = 1, max = 12) int nodes,
            @ForAll @IntRange(max = 15) int minReplicas,
            @ForAll @IntRange(max = 3) int headroom) {
        World world = new World(headroom, nodes(nodes));
        world.with(World.service("m", "{\"minReplicas\": %d}".formatted(minReplicas), "s3://m"));

        assertThat(world.loading(World.artifact("s3://m")))
                .hasSize(Math.min(nodes, Math.max(1, minReplicas) + headroom));
    }

    /// When a node comes, no other one begins to load anything; what the new one loads, at most as
    /// many others no longer have to.
    @Property(tries = 100)
    void shouldMoveOnlyWhatGoesToANodeThatComes(@ForAll @IntRange(min = 1, max = 12) int nodes) {
        World before = new World(1, nodes(nodes));
        World after = new World(1, nodes(nodes + 1));
        for (int i = 0; i < 20; i++) {
            InferenceServiceApplied service = World.service("m" + i, "{}", "s3://m/" + i);
            before.with(service);
            after.with(service);
        }

        for (int i = 0; i < 20; i++) {
            Set<String> added = new HashSet<>(after.loading(World.artifact("s3://m/" + i)));
            added.removeAll(before.loading(World.artifact("s3://m/" + i)));
            assertThat(Set.of("node-" + nodes)).containsAll(added);
        }
    }

    /// No node gets much more than its share.
    @Property(tries = 1)
    void shouldSpreadModelsOverNodes() {
        World world = new World(0, nodes(10));
        int models = 1000;
        IntStream.range(0, models)
                .forEach(i -> world.with(World.service("m" + i, "{}", "s3://models/m-" + i)));

        world.names()
                .forEach(node ->
                        assertThat(world.planOf(node).loaded().size())
                                .isBetween(models / 20, models / 5));
    }

    private static Plan planOf(String self, List<Event> events) {
        Warmth loader = new Warmth(self, SETTINGS);
        for (Event event : events) {
            switch (event) {
                case InferenceServiceEvent service -> loader.accept(service);
                case NodeEvent node -> loader.accept(node, 0);
                default -> throw new AssertionError(event);
            }
        }
        return loader.plan();
    }

    private static Set<String> referredTo(List<Event> history) {
        Map<String, InferenceServiceEvent> newest = new HashMap<>();
        for (Event event : history) {
            if (event instanceof InferenceServiceEvent service) {
                newest.merge(
                        service.key(),
                        service,
                        (one, other) -> one.generation() >= other.generation() ? one : other);
            }
        }
        Set<String> artifacts = new HashSet<>();
        for (InferenceServiceEvent event : newest.values()) {
            if (event instanceof InferenceServiceApplied applied) {
                applied.revisions().stream()
                        .flatMap(revision -> revision.artifacts().stream())
                        .forEach(reference -> artifacts.add(reference.artifact()));
            }
        }
        return artifacts;
    }

    private static List<NodeObserved> nodes(int count) {
        return IntStream.range(0, count).mapToObj(i -> World.node("node-" + i)).toList();
    }

    /// No two events of one key have the same generation, as their writers write them.
    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Long> generations = Arbitraries.longs().between(1, 6);
        Arbitrary<Event> services =
                Combinators.combine(
                                Arbitraries.of("a", "b", "c"),
                                generations,
                                Arbitraries.of("s3://m/1", "s3://m/2", "s3://m/3"),
                                Arbitraries.of(true, true, false))
                        .as(WarmPolicyPropertyTest::service);
        Arbitrary<Event> nodes =
                Combinators.combine(
                                Arbitraries.of("a", "b", "c", "d"),
                                generations,
                                Arbitraries.of(true, true, false))
                        .as(WarmPolicyPropertyTest::node);
        return Arbitraries.oneOf(services, nodes)
                .list()
                .ofMaxSize(20)
                .uniqueElements(event -> event.topic() + event.key() + generation(event));
    }

    private static long generation(Event event) {
        return ((io.gantry.events.StateEvent) event).generation();
    }

    private static Event service(String name, long generation, String uri, boolean applied) {
        return applied
                ? new InferenceServiceApplied(
                        "default",
                        name,
                        "u",
                        generation,
                        List.of(World.revision(name, 1, 100, "{}", uri)),
                        World.json("{}"))
                : new InferenceServiceDeleted("default", name, "u", generation);
    }

    private static Event node(String name, long generation, boolean there) {
        return there
                ? new NodeObserved(name, generation, Map.of(), Map.of(), 10_000)
                : new NodeRemoved(name, generation);
    }
}
