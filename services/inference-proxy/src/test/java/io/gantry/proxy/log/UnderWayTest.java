package io.gantry.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UnderWayTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final UnderWay underWay = new UnderWay();

    @Test
    void shouldWaitForTheLastOne() throws Exception {
        underWay.begun();
        underWay.begun();
        CompletableFuture<Integer> left = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                left.complete(underWay.awaitNone(LONG));
                            } catch (InterruptedException e) {
                                left.completeExceptionally(e);
                            }
                        });

        underWay.ended();
        assertThat(left).isNotDone();
        underWay.ended();

        waiting.join(LONG);
        assertThat(left).isCompletedWithValue(0);
    }

    @Test
    void shouldSayHowManyDidNotComeInTime() throws Exception {
        underWay.begun();
        underWay.begun();
        underWay.ended();

        assertThat(underWay.awaitNone(Duration.ofMillis(1))).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForNone() throws Exception {
        assertThat(underWay.awaitNone(LONG)).isZero();
    }
}
