package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RotationPropertyTest {

    @Property
    void shouldGiveEachRevisionExactlyItsShare(@ForAll @IntRange(min = 1, max = 99) int canary) {
        // Given
        Rotation rotation =
                Rotation.of(
                        service(
                                new Spec(true, 100 - canary, 1, Phase.READY),
                                new Spec(true, canary, 1, Phase.READY)));

        // When
        Map<Integer, Integer> drawn = new HashMap<>();
        for (int side = 0; side < 100; side++) {
            int thrown = side;
            drawn.merge(((Rotation.Serving) rotation).draw(_ -> thrown).number(), 1, Integer::sum);
        }

        // Then
        assertThat(drawn).isEqualTo(Map.of(1, 100 - canary, 2, canary));
    }

    @Property
    void shouldServeWheneverARevisionThatIsDueIsReady(@ForAll("services") ServiceRoute service) {
        List<RevisionRoute> dueAndReady =
                service.revisions().stream().filter(r -> r.weighted() && r.ready()).toList();
        if (!dueAndReady.isEmpty()) {
            assertThat(Rotation.of(service))
                    .isInstanceOfSatisfying(
                            Rotation.Serving.class,
                            serving -> assertThat(serving.ready()).isEqualTo(dueAndReady));
        }
    }

    @Property
    void shouldNeverShowADarkLaunchNorSendWhereNobodyListens(
            @ForAll("services") ServiceRoute service) {
        int newestDue =
                service.revisions().stream()
                        .filter(RevisionRoute::weighted)
                        .mapToInt(RevisionRoute::number)
                        .max()
                        .orElse(0);
        if (Rotation.of(service) instanceof Rotation.Serving serving) {
            assertThat(serving.ready())
                    .allMatch(RevisionRoute::ready)
                    .noneMatch(r -> r.listed() && r.weight() == 0 && r.number() > newestDue);
        }
    }

    @Property
    void shouldWakeOnlyWhatIsDue(@ForAll("services") ServiceRoute service) {
        switch (Rotation.of(service)) {
            case Rotation.Waking(List<RevisionRoute> due) ->
                    assertThat(due).isNotEmpty().allMatch(RevisionRoute::weighted);
            case Rotation.Serving serving ->
                    assertThat(serving.asleep())
                            .allMatch(r -> r.weighted() && r.phase() == Phase.STANDBY);
            case Rotation.Broken(RevisionRoute revision, _) ->
                    assertThat(revision.phase()).isEqualTo(Phase.FAILED);
            case Rotation.Idle _ ->
                    assertThat(service.revisions()).noneMatch(RevisionRoute::weighted);
        }
    }

    @Provide
    Arbitrary<ServiceRoute> services() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(0, 10, 90, 100),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(Phase.class).injectNull(0.2))
                .as(Spec::new)
                .list()
                .ofMaxSize(4)
                .map(specs -> service(specs.toArray(Spec[]::new)));
    }

    private static ServiceRoute service(Spec... specs) {
        List<RevisionRoute> revisions = new ArrayList<>();
        for (Spec spec : specs) {
            revisions.add(spec.revision(revisions.size() + 1));
        }
        return new ServiceRoute(
                "default",
                "m",
                0,
                revisions,
                null,
                null,
                null,
                null,
                "/",
                Components.NONE,
                List.of());
    }

    record Spec(
            boolean listed,
            int weight,
            int replicas,
            @org.jspecify.annotations.Nullable Phase phase) {

        RevisionRoute revision(int number) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int i = 0; i < replicas; i++) {
                endpoints.add(new Endpoint("r" + i, "127.0.0.1", 9000 + i, "local", true, 1L));
            }
            return new RevisionRoute(
                    new RevisionId("default", "m", "m-0000" + number),
                    number,
                    listed,
                    listed ? weight : 0,
                    endpoints,
                    0,
                    0,
                    phase,
                    null,
                    null);
        }
    }
}
