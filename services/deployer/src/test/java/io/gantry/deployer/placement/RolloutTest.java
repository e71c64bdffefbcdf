package io.gantry.deployer.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.platform.Progress;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTest {

    private static final Progress STARVED = new Progress.Starved(Situation.GPU);

    private static final Failure BROKEN =
            Failure.of(FailureReason.MODEL_LOAD_FAILED, "it ended", "Look at it.");

    @Test
    void shouldKeepTheOldRevisionUntilTheNewOneIsReady() {
        Situation situation = new Situation().wants(1, 0, 1).wants(2, 100, 1);

        assertThat(situation.has(1, 1, 0).has(2, 0, 1).decision(1)).isEqualTo(keep(1));
        assertThat(situation.has(2, 1, 0).decision(1)).isInstanceOf(Decision.Standby.class);
    }

    @Test
    void shouldMakeRoomOneReplicaAtATimeWhereDevicesAreShort() {
        Situation situation = new Situation().wants(1, 0, 3).wants(2, 100, 3);

        // Nothing of the new one has found a place.
        situation.has(1, 3, 0).has(2, 0, 3, STARVED, null);
        assertThat(((Decision.Run) situation.decision(2)).places()).isEqualTo(3);
        assertThat(situation.decision(1)).isEqualTo(keep(2));

        // One has a place and is loading: no other goes meanwhile.
        situation.has(1, 2, 0).has(2, 0, 3, STARVED, 3);
        assertThat(situation.decision(1)).isEqualTo(keep(2));

        // It is ready.
        situation.has(2, 1, 2, STARVED, 3);
        assertThat(situation.decision(1)).isEqualTo(keep(1));

        // Now it has as many as are left of the old one.
        situation.has(1, 1, 0).has(2, 2, 1, STARVED, 3);
        assertThat(situation.decision(1)).isInstanceOf(Decision.Standby.class);
    }

    @Test
    void shouldMakeRoomWhereTheOldRevisionHadNotEnoughItself() {
        Situation situation = new Situation().wants(1, 0, 3).wants(2, 100, 3);

        situation.has(1, 2, 1).has(2, 0, 3, STARVED, null);

        assertThat(situation.decision(1)).isEqualTo(keep(1));
    }

    @Test
    void shouldNotTakeTheOldReplicaBackWhileItsSuccessorIsLoadingInItsPlace() {
        Situation situation = new Situation().wants(1, 0, 1).wants(2, 100, 1);

        situation.has(1, 1, 0).has(2, 0, 1, new Progress.Ongoing(), 1);

        assertThat(situation.decision(1)).isEqualTo(keep(0));
    }

    @Test
    void shouldWaitForDevicesThatNobodyOfTheServiceHolds() {
        Situation situation = new Situation().wants(1, 0, 1).wants(2, 100, 1);
        Progress otherDevice = new Progress.Starved(Set.of("amd.com/gpu"));

        situation.has(1, 1, 0).has(2, 0, 1, otherDevice, null);

        assertThat(situation.decision(1)).isEqualTo(keep(1));
        assertThat(((Decision.Run) situation.decision(2)).places()).isNull();
    }

    @Test
    void shouldGiveUpARevisionThatHadItsTimeWhileAnotherServes() {
        Situation situation =
                new Situation()
                        .wants(1, 0, 1)
                        .wants(2, 100, 1)
                        .has(1, 1, 0)
                        .has(2, 0, 1, new Progress.Overdue(BROKEN), null);

        assertThat(situation.decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
        assertThat(situation.decision(1)).isEqualTo(keep(1));
    }

    @Test
    void shouldGiveBackWhatAGivenUpRevisionHadTaken() {
        Situation situation =
                new Situation()
                        .wants(1, 0, 2)
                        .wants(2, 100, 2)
                        .has(1, 1, 0)
                        .has(2, 0, 0, new Progress.GivenUp(BROKEN), 2);

        assertThat(situation.decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
        assertThat(situation.decision(1)).isEqualTo(keep(2));
    }

    @Test
    void shouldGoOnWithAnOverdueRevisionThatIsTheOnlyOne() {
        Situation situation =
                new Situation().wants(1, 100, 1).has(1, 0, 1, new Progress.Overdue(BROKEN), null);

        assertThat(situation.decision(1)).isInstanceOf(Decision.Run.class);
    }

    @Test
    void shouldKeepTheStableRevisionWhenItsCanaryIsGivenUp() {
        Situation situation =
                new Situation()
                        .wants(1, 90, 1)
                        .wants(2, 10, 1)
                        .has(1, 1, 0)
                        .has(2, 0, 1, new Progress.Overdue(BROKEN), null);

        assertThat(situation.decision(1)).isInstanceOf(Decision.Run.class);
        assertThat(situation.decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
    }

    /// On a full cluster the only replica of the old revision has made room, and its pod is gone.
    @Test
    void shouldGoBackToWhatHadOnePlaceAndGaveItAway() {
        Situation situation =
                new Situation()
                        .wants(2, 100, 1)
                        .has(1, 0, 0)
                        .served(1)
                        .has(2, 0, 1, new Progress.Ongoing(), 1);
        assertThat(situation.decision(1)).isInstanceOf(Decision.Standby.class);
        assertThat(situation.decision(2)).isInstanceOf(Decision.Run.class);

        situation.has(2, 0, 1, new Progress.Overdue(BROKEN), 1);
        assertThat(situation.decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
        assertThat(situation.decision(1)).isEqualTo(keep(1));

        situation.has(2, 0, 0, new Progress.GivenUp(BROKEN), 1);
        assertThat(situation.decision(1)).isEqualTo(keep(1));
    }

    @Test
    void shouldGoBackToARevisionThatWasAtZero() {
        Situation situation =
                new Situation().wants(2, 100, 0).decided(1, 0).has(1, 0, 0).served(1).has(2, 0, 1);
        assertThat(situation.decision(1))
                .as("asleep, and not removed")
                .isInstanceOf(Decision.Standby.class);

        situation.has(2, 0, 1, new Progress.Overdue(BROKEN), null);

        assertThat(situation.decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
        assertThat(situation.decision(1)).isEqualTo(keep(1));
    }

    @Test
    void shouldRemoveARevisionAtZeroOnceTheNextHasServed() {
        Situation situation = new Situation().wants(2, 100, 0).has(1, 0, 0).served(1).has(2, 1, 0);

        assertThat(situation.decision(1)).isInstanceOf(Decision.Remove.class);
    }

    /// A drained node, an eviction, a deployer that starts anew: the pod of now was never seen
    /// ready.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepTheOldRevisionWhoseOnlyPodIsReplaced(int pods) {
        Situation situation =
                new Situation().wants(2, 100, 1).has(1, 0, pods).served(1, 1).has(2, 0, 1);
        assertThat(situation.decision(1)).isEqualTo(keep(1));

        situation.has(2, 0, 1, new Progress.Overdue(BROKEN), null);
        assertThat(situation.decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
        assertThat(situation.decision(1)).isEqualTo(keep(1));

        situation.has(2, 0, 0, new Progress.GivenUp(BROKEN), null);
        assertThat(situation.decision(1)).isEqualTo(keep(1));
    }

    @Test
    void shouldGoBackToTheLastThatServedAndToNoOther() {
        Situation situation =
                new Situation()
                        .wants(4, 100, 1)
                        .has(1, 0, 0)
                        .served(1)
                        .has(2, 0, 0)
                        .served(2)
                        .has(3, 0, 0, new Progress.GivenUp(BROKEN), null)
                        .has(4, 0, 1, new Progress.Overdue(BROKEN), null);

        assertThat(situation.decision(1)).isInstanceOf(Decision.Remove.class);
        assertThat(situation.decision(2)).isEqualTo(keep(1));
        assertThat(situation.decision(3)).isInstanceOf(Decision.Remove.class);
        assertThat(situation.decision(4)).isEqualTo(new Decision.GiveUp(BROKEN));
    }

    /// No proxy would send requests there.
    @Test
    void shouldNotGoBackToADarkLaunchOrToAnotherServiceOfTheName() {
        Situation dark = new Situation().wants(1, 100, 1).wants(2, 0, 1);
        dark.has(1, 0, 1, new Progress.Overdue(BROKEN), null).has(2, 0, 0).served(2);
        assertThat(dark.decision(1)).isInstanceOf(Decision.Run.class);
        assertThat(dark.decision(2)).isInstanceOf(Decision.Standby.class);

        Situation former = new Situation().wants(2, 100, 1).has(1, 0, 0);
        former.servedAnother(1, "uid-0").has(2, 0, 1, new Progress.Overdue(BROKEN), null);
        assertThat(former.decision(2)).isInstanceOf(Decision.Run.class);
        assertThat(former.decision(1)).isInstanceOf(Decision.Remove.class);
    }

    /// It has replaced what is at zero, and was woken where no place is free.
    @Test
    void shouldNotGiveUpWhatHasServedForWhatIsAtZero() {
        Situation situation =
                new Situation()
                        .wants(1, 0, 1)
                        .wants(2, 100, 1)
                        .has(1, 0, 0)
                        .served(1)
                        .has(2, 0, 1, new Progress.Overdue(BROKEN), null)
                        .served(2);

        assertThat(situation.decision(2)).isInstanceOf(Decision.Run.class);
        assertThat(situation.decision(1)).isInstanceOf(Decision.Standby.class);

        assertThat(situation.has(1, 1, 0).decision(2)).isEqualTo(new Decision.GiveUp(BROKEN));
    }

    /// Not the same ones for all where every node is warm, and the same ones each time.
    @Test
    void shouldPreferSomeOfManyWarmNodes() {
        Set<String> nodes =
                IntStream.range(0, 500)
                        .mapToObj("gpu-node-%03d"::formatted)
                        .collect(Collectors.toUnmodifiableSet());
        Situation situation = new Situation().wants(1, 50, 1).wants(2, 50, 1).warm(nodes);

        List<String> first = warm(situation, 1);

        assertThat(first).hasSize(20).doesNotHaveDuplicates().isSubsetOf(nodes);
        assertThat(warm(situation, 1)).isEqualTo(first);
        assertThat(warm(situation, 2)).hasSize(20).isNotEqualTo(first);
        assertThat(warm(situation.warm(Set.of("b", "a")), 1)).containsExactly("a", "b");
    }

    private static List<String> warm(Situation situation, int number) {
        return ((Decision.Run) situation.decision(number)).workload().warmNodes();
    }

    private static Decision keep(int replicas) {
        return new Decision.Keep(replicas);
    }
}
