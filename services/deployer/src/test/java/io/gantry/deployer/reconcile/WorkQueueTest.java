package io.gantry.deployer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> waited = new CopyOnWriteArrayList<>();
    private final Semaphore mayEnd = new Semaphore(0);

    private final WorkQueue queue =
            new WorkQueue(
                    key -> {
                        begun.add(key);
                        mayEnd.acquireUninterruptibly();
                        return true;
                    },
                    1,
                    waited::add);

    @Test
    void shouldTellOfWhatWaitsForItsTurnEachTimeThatItIsAskedFor() {
        queue.ask("a");
        await().until(() -> begun.contains("a"));
        queue.ask("b");
        await().until(() -> waited.contains("b"));
        queue.ask("b");

        assertThat(waited).containsExactly("b", "b");
        assertThat(begun).containsExactly("a");

        mayEnd.release(2);
        await().untilAsserted(() -> assertThat(begun).containsExactly("a", "b"));
    }

    @Test
    void shouldDoOnceMoreWhatIsAskedForMeanwhile() {
        queue.ask("a");
        await().until(() -> begun.contains("a"));
        queue.ask("a");
        queue.ask("a");
        mayEnd.release(2);

        await().untilAsserted(() -> assertThat(begun).containsExactly("a", "a"));
        assertThat(waited).isEmpty();
    }

    @Test
    void shouldTryAgainWhatFailed() {
        AtomicInteger tries = new AtomicInteger();
        WorkQueue failing = new WorkQueue(_ -> tries.incrementAndGet() == 3, 1, waited::add);

        failing.ask("a");

        await().untilAsserted(() -> assertThat(tries).hasValue(3));
    }
}
