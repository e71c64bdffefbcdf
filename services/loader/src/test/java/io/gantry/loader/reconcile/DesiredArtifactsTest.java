package io.gantry.loader.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DesiredArtifactsTest {

    /// What is desired is what the newest event of each service says, in whatever order and however
    /// often they come.
    @Property
    void shouldNotDependOnOrderOrRepetition(
            @ForAll("histories") List<InferenceServiceEvent> history, @ForAll Random random) {
        List<InferenceServiceEvent> delivered = new ArrayList<>(history);
        delivered.addAll(history);
        java.util.Collections.shuffle(delivered, random);

        DesiredArtifacts desired = new DesiredArtifacts();
        delivered.forEach(desired::accept);

        assertThat(desired.references().keySet()).isEqualTo(newest(history));
    }

    private static Set<String> newest(List<InferenceServiceEvent> history) {
        Map<String, InferenceServiceEvent> byKey = new HashMap<>();
        history.forEach(event -> byKey.merge(event.key(), event, DesiredArtifactsTest::newer));
        return byKey.values().stream()
                .filter(InferenceServiceApplied.class::isInstance)
                .map(InferenceServiceApplied.class::cast)
                .flatMap(applied -> applied.revisions().stream())
                .flatMap(revision -> revision.artifacts().stream())
                .map(ArtifactReference::artifact)
                .collect(Collectors.toSet());
    }

    private static InferenceServiceEvent newer(
            InferenceServiceEvent one, InferenceServiceEvent other) {
        return one.generation() >= other.generation() ? one : other;
    }

    /// No two events of one service have the same generation, as the registry writes them.
    @Provide
    Arbitrary<List<InferenceServiceEvent>> histories() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.longs().between(1, 6),
                        Arbitraries.of("s3://m/1", "s3://m/2", "s3://m/3"),
                        Arbitraries.of(true, true, false))
                .as(DesiredArtifactsTest::event)
                .list()
                .ofMaxSize(12)
                .uniqueElements(event -> event.key() + event.generation());
    }

    private static InferenceServiceEvent event(
            String name, long generation, String uri, boolean applied) {
        var nothing = JsonNodeFactory.instance.objectNode();
        var artifacts =
                List.of(ArtifactReference.of(uri, null, ArtifactReference.DEFAULT_MOUNT_PATH));
        var revision = new Revision(Revision.nameOf(name, 1), 1, 100, nothing, artifacts);
        return applied
                ? new InferenceServiceApplied(
                        "default", name, "u", generation, List.of(revision), nothing)
                : new InferenceServiceDeleted("default", name, "u", generation);
    }
}
