package io.gantry.loader.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ArtifactReference;
import io.gantry.loader.fetch.Progress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DownloadTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Progress progress = new Progress();
    private final Download download =
            new Download(
                    ArtifactReference.of("s3://m", null, ArtifactReference.DEFAULT_MOUNT_PATH),
                    progress,
                    Thread.ofVirtual().unstarted(() -> {}),
                    START);

    /// Its start was told with nothing done and nothing known.
    @Test
    void shouldHaveNothingToTellUntilSomethingIsKnown() {
        assertThat(download.moved(START.plusSeconds(1))).isFalse();
        assertThat(download.moved(START.plusSeconds(2))).isFalse();

        progress.expect(1_000L);

        assertThat(download.moved(START.plusSeconds(3))).isTrue();
        assertThat(download.state()).isEqualTo(new Download.State(0, 1_000L, 0));
        assertThat(download.moved(START.plusSeconds(4))).isFalse();
    }

    @Test
    void shouldTellTheRateOfTheLastSecondsUntilItIsZero() {
        progress.add(500);
        assertThat(download.moved(START.plusSeconds(1))).isTrue();
        assertThat(download.state().rate()).isEqualTo(500);

        // Nothing comes any more: told as long as the rate falls.
        for (int second = 2; second <= 10; second++) {
            download.moved(START.plusSeconds(second));
        }
        assertThat(download.moved(START.plusSeconds(11))).isTrue();
        assertThat(download.state()).isEqualTo(new Download.State(500, null, 0));
        assertThat(download.moved(START.plusSeconds(12))).isFalse();
    }

    /// What an earlier attempt brought did not come now.
    @Test
    void shouldNotCountWhatWasThereBeforeAsFast() {
        progress.keep(1_000_000);
        progress.add(100);

        assertThat(download.moved(START.plusSeconds(1))).isTrue();
        assertThat(download.state()).isEqualTo(new Download.State(1_000_100, null, 100));
    }
}
