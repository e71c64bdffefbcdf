package io.gantry.proxy.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Health health = new Health();
    private long now = Long.MAX_VALUE - 1_000;

    @Test
    void shouldStandAFewFailures() {
        for (int i = 0; i < 4; i++) {
            assertThat(health.failed(now)).isZero();
        }
        assertThat(health.isOut(now)).isFalse();
        health.answered();
        assertThat(health.failed(now)).isZero();
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void shouldBePassedOverForAWhileAndThenHaveOneTry() {
        fail(5);
        assertThat(health.isOut(now)).isTrue();
        now += Duration.ofSeconds(10).toNanos();
        assertThat(health.isOut(now)).isFalse();

        assertThat(health.failed(now)).isEqualTo(Duration.ofSeconds(20));

        assertThat(health.isOut(now)).isTrue();
    }

    @Test
    void shouldBeFullyBackAfterAnAnswer() {
        fail(5);
        now += Duration.ofSeconds(10).toNanos();
        health.answered(now);
        fail(4);
        assertThat(health.isOut(now)).isFalse();
        assertThat(health.failed(now)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldHaveOneRequestThatTriesItBeforeOthersCome() {
        fail(5);
        now += Duration.ofSeconds(10).toNanos();

        health.taken(now);

        assertThat(health.isOut(now)).isTrue();
        health.answered(now);
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void shouldBePassedOverForLongerWhenTheOneThatTriedItFailed() {
        fail(5);
        now += Duration.ofSeconds(10).toNanos();
        health.taken(now);

        assertThat(health.failed(now)).isEqualTo(Duration.ofSeconds(20));

        now += Duration.ofSeconds(19).toNanos();
        assertThat(health.isOut(now)).isTrue();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void shouldBeTriedAgainWhenNothingIsHeardOfTheOneThatTriedIt() {
        fail(5);
        now += Duration.ofSeconds(10).toNanos();
        health.taken(now);
        health.taken(now);
        now += Duration.ofSeconds(10).toNanos();
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void shouldStayPassedOverWhenOnlyAnEarlierRequestIsAnswered() {
        fail(5);
        health.answered(now);
        assertThat(health.isOut(now)).isTrue();
    }

    @Test
    void shouldNotCountAskingForItsStatusAsATry() {
        fail(5);
        now += Duration.ofSeconds(10).toNanos();
        health.taken(now);
        health.untaken(now);
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void shouldNotBePassedOverForLongerBecauseOthersFailMeanwhile() {
        fail(5);
        fail(50);
        now += Duration.ofSeconds(10).toNanos();
        assertThat(health.isOut(now)).isFalse();
    }

    @Test
    void shouldNeverBePassedOverForLongerThanFiveMinutes() {
        fail(4);
        for (int i = 0; i < 40; i++) {
            assertThat(health.failed(now)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(5));
            now += Duration.ofMinutes(5).toNanos();
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            health.failed(now);
        }
    }
}
