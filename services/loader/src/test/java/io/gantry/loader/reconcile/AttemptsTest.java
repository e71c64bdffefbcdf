package io.gantry.loader.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.load.RetryPolicy;
import io.gantry.loader.outcome.LoadOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Attempts attempts =
            new Attempts(new RetryPolicy(new Settings(Map.of()).config().retry(), new Random(1)));

    @Test
    void shouldNotAskBeforeTheSourceWantsToBeAsked() {
        Instant retryAt =
                attempts.failed(
                        "a", failed(FailureReason.STORAGE_UNREACHABLE, Duration.ofMinutes(5)), NOW);

        assertThat(retryAt).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(attempts.due("a", NOW.plus(Duration.ofMinutes(4)))).isFalse();
        assertThat(attempts.due("a", NOW.plus(Duration.ofMinutes(5)))).isTrue();
    }

    @Test
    void shouldNotAskSoonerBecauseTheSourceAllowsIt() {
        Instant retryAt =
                attempts.failed(
                        "a", failed(FailureReason.STORAGE_NOT_FOUND, Duration.ofSeconds(1)), NOW);

        assertThat(retryAt).isAfterOrEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void shouldNeverAskAgainWhereThatCannotHelp() {
        LoadOutcome.Failed<?> never =
                failed(FailureReason.STORAGE_URI_NOT_SUPPORTED, Duration.ofSeconds(1));

        assertThat(attempts.failed("a", never, NOW)).isNull();
        assertThat(attempts.due("a", NOW.plus(Duration.ofDays(1)))).isFalse();
    }

    private static LoadOutcome.Failed<?> failed(FailureReason reason, Duration retryAfter) {
        return new LoadOutcome.Failed<>(Failure.of(reason, "m", "r"), retryAfter);
    }
}
