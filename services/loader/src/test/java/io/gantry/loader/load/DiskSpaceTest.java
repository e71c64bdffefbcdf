package io.gantry.loader.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.Settings;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.outcome.LoadFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
