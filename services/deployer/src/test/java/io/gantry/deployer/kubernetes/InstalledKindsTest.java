package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.deployer.platform.PlatformAwayException;
import io.gantry.kube.render.ClusterLookup.Presence;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InstalledKindsTest {

    @Test
    void shouldKnowNothingWhileTheClusterDoesNotAnswerAndFollowAKindOnce() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger followed = new AtomicInteger();
        ClusterWith cluster =
                new ClusterWith(() -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new PlatformAwayException("away", new IllegalStateException());
                    }
                    return Presence.PRESENT;
                });
        try (InstalledKinds kinds =
                new InstalledKinds(
                        cluster,
                        Map.of(
                                SetKind.LEADER_WORKER_SET.context(),
                                () -> followed.incrementAndGet() > 0))) {

            assertThat(kinds.known()).isFalse();
            kinds.start();

            await().until(kinds::known);
            assertThat(asked).hasValue(2);
            assertThat(followed).hasValue(1);
        }
    }

    /// It is tried again later, and holds nothing else up.
    @Test
    void shouldGoOnWithoutAKindThatCannotBeFollowed() {
        try (InstalledKinds kinds =
                new InstalledKinds(
                        new ClusterWith(() -> Presence.PRESENT),
                        Map.of(SetKind.LEADER_WORKER_SET.context(), () -> false))) {
            kinds.start();

            await().until(kinds::known);
        }
    }

    @Test
    void shouldNotFollowAKindThatIsNotThere() {
        AtomicInteger followed = new AtomicInteger();
        try (InstalledKinds kinds =
                new InstalledKinds(
                        new ClusterWith(() -> Presence.ABSENT),
                        Map.of(
                                SetKind.LEADER_WORKER_SET.context(),
                                () -> followed.incrementAndGet() > 0))) {
            kinds.start();

            await().until(kinds::known);
            assertThat(followed).hasValue(0);
        }
    }
}
