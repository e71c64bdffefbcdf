package io.gantry.deployer.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.platform.Progress;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static Decision keep(int replicas) {
        return new Decision.Keep(replicas);
    }
}
