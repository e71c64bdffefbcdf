package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelFindingsTest {

    private static final Failure FAILURE =
            Failure.of(FailureReason.STORAGE_NOT_FOUND, "Nothing is there.", "Put it there.");

    @Test
    void shouldFireWhenAWantedRevisionHasNoReplica() {
        List<RevisionHealth> missing = List.of(revision("m-00001", 2, 0, false));

        assertThat(ModelFindings.modelNotReady(missing, false))
                .isEqualTo(Finding.Firing.of("No replica is ready of m-00001 (0 of 2)"));
        assertThat(ModelFindings.revisionNotReady(missing, false))
                .isInstanceOf(Finding.Clear.class);
    }

    @Test
    void shouldBeAnotherThingWhenAnotherRevisionServes() {
        List<RevisionHealth> missing = List.of(revision("m-00001", 2, 0, false));

        assertThat(ModelFindings.modelNotReady(missing, true)).isInstanceOf(Finding.Clear.class);
        assertThat(ModelFindings.revisionNotReady(missing, true))
                .isEqualTo(
                        Finding.Firing.of(
                                "No replica is ready of m-00001 (0 of 2); another revision serves"));
    }

    @Test
    void shouldNotMissWhatIsScaledToZero() {
        List.of(
                        List.of(revision("m-00001", 0, 0, false)),
                        List.of(revision("m-00001", 2, 1, false)),
                        List.<RevisionHealth>of())
                .forEach(revisions -> {
                    assertThat(ModelFindings.modelNotReady(revisions, false))
                            .isInstanceOf(Finding.Clear.class);
                    assertThat(ModelFindings.revisionNotReady(revisions, true))
                            .isInstanceOf(Finding.Clear.class);
                });
    }

    @Test
    void shouldFireWhileARevisionDoesNotLoad() {
        assertThat(ModelFindings.loadFailed(List.of(revision("m-00001", 1, 0, true))))
                .isEqualTo(
                        new Finding.Firing(
                                "Revision m-00001 does not load: Nothing is there. Put it there.",
                                Map.of("revision", "m-00001", "reason", "StorageNotFound"),
                                "m-00001"));
        assertThat(ModelFindings.loadFailed(List.of(revision("m-00001", 1, 1, true))))
                .isInstanceOf(Finding.Clear.class);
        assertThat(ModelFindings.loadFailed(List.of(revision("m-00001", 0, 0, false))))
                .isInstanceOf(Finding.Clear.class);
    }

    /// A replica that is started again has not failed again yet, and has not worked yet either.
    @Test
    void shouldWaitForWhatIsTriedAgain() {
        assertThat(ModelFindings.loadFailed(List.of(revision("m-00001", 1, 0, false))))
                .isInstanceOf(Finding.Unclear.class);
    }

    @Test
    void shouldFireWhenDemandWantsMoreThanTheBound() {
        assertThat(ModelFindings.saturated(List.of(scaled(5, 5), scaled(7, 5))))
                .isEqualTo(
                        new Finding.Firing(
                                "Demand wants 7 replicas of m-00001, and maxReplicas is 5",
                                Map.of("revision", "m-00001", "maxReplicas", "5"),
                                "m-00001"));
        assertThat(ModelFindings.saturated(List.of(scaled(5, 5), scaled(70, 0))))
                .isInstanceOf(Finding.Clear.class);
        assertThat(ModelFindings.saturated(List.of(revision("m-00001", 1, 1, false))))
                .isInstanceOf(Finding.Unclear.class);
    }

    /// An HPA keeps what it would like to itself.
    @Test
    void shouldTakeWhatSomebodyElseHasUsedUpForSaturation() {
        assertThat(ModelFindings.saturated(List.of(byOthers(4, 1, 5), byOthers(5, 1, 5))))
                .isEqualTo(
                        new Finding.Firing(
                                "m-00001 has all of the 5 replicas that maxReplicas allows",
                                Map.of("revision", "m-00001", "maxReplicas", "5"),
                                "m-00001"));
        List.of(byOthers(4, 1, 5), byOthers(9, 1, 0), byOthers(3, 3, 3))
                .forEach(well ->
                        assertThat(ModelFindings.saturated(List.of(well)))
                                .isInstanceOf(Finding.Clear.class));
    }

    @Test
    void shouldFireWhenFewerReplicasAreReadyThanShouldBe() {
        assertThat(
                        ModelFindings.replicasMissing(
                                List.of(
                                        revision("m-00001", 1, 1, false),
                                        revision("m-00002", 8, 1, false))))
                .isEqualTo(Finding.Firing.of("m-00002", "1 of 8 replicas of m-00002 are ready"));
        List.of(
                        List.of(revision("m-00001", 2, 2, false)),
                        // One that goes is still ready.
                        List.of(revision("m-00001", 2, 3, false)),
                        List.of(revision("m-00001", 0, 0, false)))
                .forEach(well ->
                        assertThat(ModelFindings.replicasMissing(well))
                                .isInstanceOf(Finding.Clear.class));
    }

    private static RevisionHealth byOthers(int running, int min, int max) {
        return new RevisionHealth(
                "m-00001", running, running, Optional.empty(), OptionalInt.empty(), min, max, true);
    }

    private static RevisionHealth scaled(int wanted, int max) {
        return new RevisionHealth(
                "m-00001", 5, 5, Optional.empty(), OptionalInt.of(wanted), 1, max, false);
    }

    private static RevisionHealth revision(String name, int desired, int ready, boolean failed) {
        return new RevisionHealth(
                name,
                desired,
                ready,
                failed ? Optional.of(FAILURE) : Optional.empty(),
                OptionalInt.empty(),
                0,
                0,
                false);
    }
}
