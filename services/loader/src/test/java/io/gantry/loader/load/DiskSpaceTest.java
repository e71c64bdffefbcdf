package io.gantry.loader.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.Settings;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.VerifiedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {

    @TempDir Path directory;

    private ArtifactCache cache;
    private DiskSpace space;

    @BeforeEach
    void open() throws LoadFailedException {
        cache = new ArtifactCache(directory, false);
        cache.open();
        space =
                new DiskSpace(
                        cache,
                        Settings.impatient().with("gantry.loader.cache.budget", "1000").config());
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void shouldPromiseNoByteTwice() throws LoadFailedException {
        Progress progress = new Progress();
        try (DiskSpace.Reservation first = space.reserve(600L, progress)) {
            progress.add(500);
            assertThat(first.outstanding()).isEqualTo(100);
            assertNoRoomFor(401);
            space.reserve(400L, new Progress()).close();
        }

        space.reserve(1000L, new Progress()).close();
    }

    @Test
    void shouldLetAReservationGrow() throws LoadFailedException {
        try (DiskSpace.Reservation reservation = space.reserve(0L, new Progress())) {
            reservation.grow(700);
            reservation.grow(300);

            assertThatThrownBy(() -> reservation.grow(1)).isInstanceOf(LoadFailedException.class);
        }
    }

    @Test
    void shouldCountWhatEarlierAttemptsHaveLeft() throws Exception {
        try (Staging staging = cache.stage("half", "1")) {
            Files.write(staging.files().resolve("model.bin"), new byte[600]);
            staging.keep();
        }
        assertNoRoomFor(401);

        try (Staging staging = cache.stage("half", "1");
                DiskSpace.Reservation _ = space.reserve(100L, new Progress())) {
            assertThat(staging.bytes()).isEqualTo(600);
            assertNoRoomFor(301);
        }
        space.reserve(1000L, new Progress()).close();
    }

    /// Whatever becomes of the artifact that brought it here.
    @Test
    void shouldCountAContentThatIsHereOnce() throws Exception {
        String sha256 = "a".repeat(64);
        try (Staging staging = cache.stage("other", null)) {
            Files.write(staging.files().resolve("model.bin"), new byte[600]);
            VerifiedFile file = new VerifiedFile("model.bin", 600, sha256);
            cache.publish(
                    staging,
                    staging.files(),
                    new Manifest("other", "s3://m/other", sha256, 1, List.of(file)));
        }
        List<RemoteFile> files =
                List.of(
                        new RemoteFile(
                                "m",
                                600L,
                                "m",
                                "1",
                                true,
                                new Checksum(Checksum.Algorithm.SHA256, sha256)));
        Map<String, Long> known = space.known(files);

        assertThat(known).containsExactly(Map.entry(sha256, 600L));
        try (DiskSpace.Reservation _ = space.reserve(400L, known, new Progress())) {
            assertNoRoomFor(1);
            cache.evict("other"::equals);
            assertNoRoomFor(1);
        }
        space.reserve(1000L, new Progress()).close();
    }

    @Test
    void shouldAskForWhatIsMissingBeforeItSaysNo() throws LoadFailedException {
        List<Long> asked = new ArrayList<>();
        space.reclaimWith(asked::add);
        try (DiskSpace.Reservation _ = space.reserve(900L, new Progress())) {
            assertNoRoomFor(250);
        }

        assertThat(asked).containsExactly(150L);
    }

    private void assertNoRoomFor(long bytes) {
        assertThatThrownBy(() -> space.reserve(bytes, new Progress()))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("has no room");
    }
}
