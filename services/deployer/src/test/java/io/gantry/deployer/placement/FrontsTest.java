package io.gantry.deployer.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.deployer.platform.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontsTest {

    @Test
    void shouldStandForTheFirstRevisionBeforeItIsReady() {
        assertThat(current(new Situation().wants(1, 100, 1))).containsExactly("llama-00001");
    }

    @Test
    void shouldStayAsItIsWhileTheNewRevisionIsNotReady() {
        assertThat(
                        current(
                                new Situation()
                                        .wants(1, 0, 1)
                                        .wants(2, 100, 1)
                                        .has(1, 1, 0)
                                        .has(2, 0, 1)))
                .isEmpty();
    }

    @Test
    void shouldStandForTheNewRevisionOnceItIsReady() {
        assertThat(
                        current(
                                new Situation()
                                        .wants(1, 0, 1)
                                        .wants(2, 100, 1)
                                        .has(1, 1, 0)
                                        .has(2, 1, 0)))
                .containsExactly("llama-00002");
    }

    /// Requests may go back to it.
    @Test
    void shouldStayAsItIsWhileTheNewRevisionLoadsInThePlaceOfTheOldOne() {
        assertThat(current(new Situation().wants(2, 100, 1).has(1, 0, 0).served(1).has(2, 0, 1)))
                .isEmpty();
    }

    @Test
    void shouldStandForARevisionThatIsWokenAgain() {
        assertThat(current(new Situation().wants(1, 100, 1).has(1, 0, 1).served(1)))
                .containsExactly("llama-00001");
    }

    @Test
    void shouldPutTheRevisionWithTheMostTrafficFirst() {
        assertThat(
                        current(
                                new Situation()
                                        .wants(2, 10, 1)
                                        .wants(1, 90, 1)
                                        .has(1, 1, 0)
                                        .has(2, 1, 0)))
                .containsExactly("llama-00001", "llama-00002");
    }

    private static List<String> current(Situation situation) {
        return Fronts.of(situation.view(), situation.decisions(), situation.running())
                .orElseThrow()
                .current()
                .stream()
                .map(Workload::key)
                .map(key -> key.revision())
                .toList();
    }
}
