package io.gantry.loader.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged loader as a command that is killed again and again.
class PullKilledIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLS = 20;
    private static final int PART = 64 * 1024;

    /// How much may be read twice after a kill: 1 % and a part.
    private static final int AGAIN = MeteredOrigin.CONTENT.length / 100 + PART;

    @TempDir Path directory;

    /// At points of the download that are random, and the same in each run of the test.
    @Test
    void shouldReadNextToNothingTwice() throws Exception {
        Random random = new Random(20);
        Path destination = directory.resolve("models");
        try (MeteredOrigin origin = new MeteredOrigin()) {
            List<MeteredOrigin.Grant> grants = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                int bytes = random.nextInt(1, MeteredOrigin.CONTENT.length / KILLS);
                grants.add(origin.grant(bytes));
                pullUntilKilled(origin, destination, grants.getLast());
            }
            grants.add(origin.grant(Long.MAX_VALUE));
            try (RunningProgram last = pull(origin, destination)) {
                assertThat(last.exitCode()).isZero();
            }

            for (int i = 1; i < grants.size(); i++) {
                assertThat(grants.get(i).first())
                        .as("start after kill %d", i)
                        .isGreaterThanOrEqualTo(grants.get(i - 1).furthest() - AGAIN);
            }
            assertThat(destination.resolve("model.bin")).hasBinaryContent(MeteredOrigin.CONTENT);
            assertThat(destination.resolve(".gantry")).doesNotExist();
        }
    }

    private void pullUntilKilled(
            MeteredOrigin origin, Path destination, MeteredOrigin.Grant grant) {
        try (RunningProgram pull = pull(origin, destination)) {
            await("the bytes are used up")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .failFast("it ended", () -> !pull.process().isAlive())
                    .until(grant::isUsedUp);
            pull.kill();
        }
    }

    private RunningProgram pull(MeteredOrigin origin, Path destination) {
        Map<String, String> settings =
                Map.of(
                        "gantry.loader.download.part-size",
                        Integer.toString(PART),
                        "gantry.loader.download.parallel-requests",
                        "4");
        List<String> words = new ArrayList<>(Program.packaged(settings).words());
        words.addAll(List.of("pull", origin.uri(), destination.toString()));
        return Program.of(words).start(directory);
    }
}
