package io.gantry.registry.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.registry.store.ResourceKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private static final ResourceKey ONE = new ResourceKey("InferenceService", "ns", "one");
    private static final ResourceKey TWO = new ResourceKey("InferenceService", "ns", "two");

    private final WorkQueue queue =
            new WorkQueue(
                    new Backoff(Duration.ofMillis(20), Duration.ofMillis(40)),
                    InstantSource.system());
    private final Queue<ResourceKey> taken = new ConcurrentLinkedQueue<>();
    private @Nullable Thread taker;

    @BeforeEach
    void take() {
        taker =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (true) {
                                    taken.add(queue.take());
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    @AfterEach
    void stop() {
        if (taker != null) {
            taker.interrupt();
        }
    }

    @Test
    void shouldGiveAKeyToOneAtATimeAndAgainWhenItWasAddedMeanwhile() {
        queue.add(ONE);
        await().until(() -> taken.size() == 1);

        queue.add(ONE);
        queue.add(ONE);
        queue.add(TWO);
        await().until(() -> taken.size() == 2);
        assertThat(taken).containsExactly(ONE, TWO);

        queue.done(ONE);
        await().until(() -> taken.size() == 3);
        assertThat(taken).containsExactly(ONE, TWO, ONE);

        queue.done(ONE);
        queue.done(TWO);
        queue.add(TWO);
        await().until(() -> taken.size() == 4);
        assertThat(taken).containsExactly(ONE, TWO, ONE, TWO);
    }

    @Test
    void shouldBringBackWhatFailed() {
        queue.add(ONE);
        await().until(() -> taken.size() == 1);

        assertThat(queue.failed(ONE)).isEqualTo(1);
        await().until(() -> taken.size() == 2);
        assertThat(queue.failed(ONE)).isEqualTo(2);
        await().until(() -> taken.size() == 3);
        queue.done(ONE);
        queue.add(ONE);
        await().until(() -> taken.size() == 4);

        assertThat(queue.failed(ONE)).isEqualTo(1);
    }
}
