package io.gantry.loader.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.loader.Settings;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class DiskSpacePropertyTest {

    private static final int BUDGET = 100;
    private static final int STRETCH = 10;

    /// Two downloads of which an earlier attempt has left something, whose archives are unpacked,
    /// in whatever order things happen to the two.
    @Property(tries = 200)
    void shouldNeverExceedTheBudget(
            @ForAll("archives") Archive one,
            @ForAll("archives") Archive other,
            @ForAll @Size(min = 60, max = 60) List<Boolean> turns)
            throws IOException, LoadFailedException {
        Path directory = Files.createTempDirectory("budget");
        try (ArtifactCache cache = new ArtifactCache(directory, false)) {
            Settings settings =
                    Settings.impatient()
                            .with("gantry.loader.cache.budget", Integer.toString(BUDGET));
            DiskSpace space = new DiskSpace(cache, settings.config());
            Attempt first = new Attempt("one", one, cache, space);
            Attempt second = new Attempt("other", other, cache, space);

            for (boolean turn : turns) {
                (turn ? first : second).step();

                assertThat(bytesIn(directory)).isLessThanOrEqualTo(BUDGET);
            }
            first.end();
            second.end();
            assertThat(cache.staged()).isZero();
            assertThat(cache.used()).isEqualTo(bytesIn(directory));
        } finally {
            delete(directory);
        }
    }

    @Provide
    Arbitrary<Archive> archives() {
        Arbitrary<Integer> size = Arbitraries.integers().between(1, BUDGET);
        return Combinators.combine(size, size, size)
                .as((bytes, left, unpacked) ->
                        new Archive(bytes, Math.min(Math.min(left, bytes), BUDGET / 2), unpacked));
    }

    /// Of contents, not of what the cache writes about them; a file of several names counts once.
    private static long bytesIn(Path directory) throws IOException {
        long bytes = 0;
        List<Object> seen = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                boolean content =
                        file.toString().contains("/blobs/")
                                || file.toString().contains("/files/")
                                || file.toString().contains("/unpacked/");
                Object key = Files.getAttribute(file, "unix:ino");
                if (content && !seen.contains(key)) {
                    seen.add(key);
                    bytes += Files.size(file);
                }
            }
        }
        return bytes;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// @param left of its bytes, that an earlier attempt brought here
    /// @param unpacked what it unpacks to
    record Archive(int bytes, int left, int unpacked) {}

    /// One download, step by step as the loader makes it.
    private static final class Attempt {

        private final String id;
        private final Archive archive;
        private final ArtifactCache cache;
        private final DiskSpace space;
        private final Progress progress = new Progress();
        private int onDisk;
        private int unpacked;
        private boolean over;
        private @Nullable Staging staging;
        private DiskSpace.@Nullable Reservation room;

        Attempt(String id, Archive archive, ArtifactCache cache, DiskSpace space)
                throws IOException, LoadFailedException {
            this.id = id;
            this.archive = archive;
            this.cache = cache;
            this.space = space;
            try (Staging earlier = cache.stage(id, "1")) {
                Files.write(earlier.files().resolve("a.tar"), new byte[archive.left()]);
                earlier.keep();
            }
        }

        void step() throws IOException, LoadFailedException {
            try {
                if (!over) {
                    go();
                }
            } catch (LoadFailedException e) {
                assertThat(e).hasMessageContaining("has no room");
                end();
            }
        }

        private void go() throws IOException, LoadFailedException {
            Staging stage = staging;
            DiskSpace.Reservation promised = room;
            if (stage == null) {
                staging = cache.stage(id, "1");
                onDisk = archive.left();
            } else if (promised == null) {
                assertThat(stage.bytes()).isEqualTo(archive.left());
                room = space.reserve(archive.bytes() - stage.bytes(), progress);
            } else if (onDisk < archive.bytes()) {
                int more = Math.min(STRETCH, archive.bytes() - onDisk);
                append(stage.files().resolve("a.tar"), more);
                progress.add(more);
                onDisk += more;
            } else if (unpacked < archive.unpacked()) {
                int more = Math.min(STRETCH, archive.unpacked() - unpacked);
                promised.grow(more);
                Files.createDirectories(stage.unpacked());
                append(stage.unpacked().resolve("model"), more);
                unpacked += more;
            } else {
                Files.delete(stage.files().resolve("a.tar"));
                promised.publish(() -> cache.publish(stage, stage.unpacked(), manifest()));
                end();
            }
        }

        private Manifest manifest() {
            String sha256 = (id.equals("one") ? "1" : "2").repeat(64);
            return new Manifest(
                    id,
                    "s3://m/" + id,
                    sha256,
                    1,
                    List.of(new VerifiedFile("model", unpacked, sha256)));
        }

        void end() throws LoadFailedException {
            over = true;
            if (room != null) {
                room.close();
            }
            if (staging != null) {
                staging.close();
            } else {
                cache.abandon(id::equals);
            }
        }

        private static void append(Path file, int bytes) throws IOException {
            Files.write(
                    file, new byte[bytes], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
