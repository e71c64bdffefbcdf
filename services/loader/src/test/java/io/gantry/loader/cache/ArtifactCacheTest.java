package io.gantry.loader.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a loader finds in its directory at start, and what it makes of it.
class ArtifactCacheTest {

    private static final String ID = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";
    private static final String WEIGHTS = "weights";

    @TempDir Path directory;

    private Path file;
    private Path blob;

    @BeforeEach
    void fill() throws LoadFailedException, IOException {
        try (ArtifactCache cache = new ArtifactCache(directory, true)) {
            publish(cache);
        }
        file = directory.resolve("artifacts").resolve(ID).resolve("model.bin");
        blob = directory.resolve("blobs/sha256").resolve(sha256());
    }

    @Test
    void shouldHaveAfterARestartWhatItHadBefore() throws LoadFailedException {
        try (ArtifactCache cache = opened(true)) {
            assertThat(cache.find(ID)).isPresent();
            assertThat(file).hasContent(WEIGHTS);
        }
    }

    @Test
    void shouldRemoveWhatLostAFile() throws LoadFailedException, IOException {
        Files.delete(file);

        assertRemoved(false);
    }

    @Test
    void shouldRemoveWhatHasAFileOfAnotherSize() throws LoadFailedException, IOException {
        overwrite("weight");

        assertRemoved(false);
    }

    /// The file and the blob are one: who only removed the artifact would make the next one of the
    /// same damaged blob.
    @Test
    void shouldRemoveWhatHasAFileOfAnotherContentTogetherWithItsBlob()
            throws LoadFailedException, IOException {
        overwrite("weightz");

        try (ArtifactCache cache = assertRemoved(true)) {
            publish(cache);
            assertThat(file).hasContent(WEIGHTS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "{}",
                "[]",
                "{\"artifact\": \"0123456789abcdef\"}",
                "{\"artifact\": \"another\", \"storageUri\": \"s3://m\", \"sha256\": \"0\", \"files\": []}",
                "{\"artifact\": \"0123456789abcdef\", \"storageUri\": \"s3://m\", \"sha256\": \"0\", \"files\": [{\"size\": 1}]}",
                "{\"artifact\": \"0123456789abcdef\", \"storageUri\": \"s3://m\", \"sha256\": \"0\","
                        + " \"files\": [{\"path\": \"../../../etc/hostname\", \"size\": 1, \"sha256\": \"0\"}]}"
            })
    void shouldRemoveWhatHasNoManifestToBeTrusted(String manifest)
            throws LoadFailedException, IOException {
        Files.writeString(directory.resolve("artifacts").resolve(ID + ".json"), manifest);

        assertRemoved(false);
    }

    @Test
    void shouldRemoveWhatAProcessLeftThatDied() throws LoadFailedException, IOException {
        Path half = Files.createDirectories(directory.resolve("artifacts/fedcba9876543210"));
        Files.writeString(half.resolve("model.bin"), "wei");
        Path staged = Files.createDirectories(directory.resolve("tmp/fedcba9876543210-1/files"));
        Files.writeString(staged.resolve("model.bin"), "wei");
        Path orphan = directory.resolve("blobs/sha256").resolve("f".repeat(64));
        Files.writeString(orphan, "half a blob");

        try (ArtifactCache cache = opened(false)) {
            assertThat(cache.all()).extracting(Manifest::artifact).containsExactly(ID);
            assertThat(half).doesNotExist();
            assertThat(staged).doesNotExist();
            assertThat(orphan).doesNotExist();
            assertThat(file).hasContent(WEIGHTS);
        }
    }

    @Test
    void shouldHaveAfterARestartWhatWasKeptOfADownload() throws LoadFailedException, IOException {
        leaveHalf("fingerprint");

        try (ArtifactCache cache = opened(false);
                Staging staging = cache.stage(OTHER, "fingerprint")) {
            assertThat(staging.files().resolve("model.bin")).hasContent("wei");
            assertThat(staging.bytes()).isEqualTo(3);
        }
        assertThat(directory.resolve("tmp").resolve(OTHER)).doesNotExist();
    }

    @Test
    void shouldDropWhatWasKeptOfAnotherVersion() throws LoadFailedException, IOException {
        leaveHalf("fingerprint");

        try (ArtifactCache cache = opened(false);
                Staging staging = cache.stage(OTHER, "another")) {
            assertThat(staging.files()).isEmptyDirectory();
        }
    }

    @Test
    void shouldKeepNothingThatCannotBeToldFromAnotherVersion()
            throws LoadFailedException, IOException {
        leaveHalf(null);

        assertThat(directory.resolve("tmp").resolve(OTHER)).doesNotExist();
    }

    /// After a loss of power a file may be as long as it was and hold something else.
    @Test
    void shouldDropWhatWasKeptBeforeTheMachineWasStarted() throws LoadFailedException, IOException {
        leaveHalf("fingerprint");
        Path half = directory.resolve("tmp").resolve(OTHER);
        Files.writeString(half.resolve("continues"), "fingerprint of-an-earlier-run");

        opened(false).close();

        assertThat(half).doesNotExist();
    }

    private void leaveHalf(@Nullable String fingerprint) throws LoadFailedException, IOException {
        try (ArtifactCache cache = opened(false);
                Staging staging = cache.stage(OTHER, fingerprint)) {
            Files.writeString(staging.files().resolve("model.bin"), "wei");
            staging.keep();
        }
    }

    @Test
    void shouldKeepASecondLoaderOut() throws LoadFailedException {
        try (ArtifactCache _ = opened(false);
                ArtifactCache second = new ArtifactCache(directory, false)) {
            assertThatThrownBy(second::open)
                    .isInstanceOf(CacheInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process id " + ProcessHandle.current().pid())
                    .hasMessageContaining("gantry.loader.cache.directory");
        }
        opened(false).close();
    }

    @Test
    void shouldKeepABlobThatAnotherArtifactSharesWhenOneIsEvicted() throws LoadFailedException {
        try (ArtifactCache cache = opened(false)) {
            publish(cache, "fedcba9876543210");
            cache.evict(ID::equals);

            assertThat(file).doesNotExist();
            assertThat(blob).hasContent(WEIGHTS);
            cache.evict(id -> true);
            assertThat(blob).doesNotExist();
        }
    }

    /// The order in which artifacts are evicted outlives the process.
    @Test
    void shouldKnowAfterARestartWhenAnArtifactWasOfUse() throws LoadFailedException {
        Instant now = Instant.parse("2040-01-02T03:04:05Z");
        try (ArtifactCache cache = opened(false)) {
            cache.touch(ID, now);
            cache.touch("none", now);
        }
        try (ArtifactCache cache = opened(false)) {
            assertThat(cache.lastUse(ID)).isEqualTo(now);
            assertThat(cache.lastUse("none")).isEqualTo(Instant.MIN);
            new CacheReader(directory).touch(cache.find(ID).orElseThrow(), now.plusSeconds(2));
            assertThat(cache.lastUse(ID)).isEqualTo(now.plusSeconds(2));
        }
    }

    /// It would go into the next artifact, which asks for it by its digest.
    @Test
    void shouldNotVouchForAContentThatADiskHasDamaged() throws LoadFailedException, IOException {
        try (ArtifactCache cache = opened(false)) {
            assertThat(cache.content(sha256(), WEIGHTS.length())).contains(blob);
            overwrite("wEights");

            assertThat(cache.content(sha256(), WEIGHTS.length())).isEmpty();
            assertThat(blob).doesNotExist();
        }
    }

    @Test
    void shouldPublishWhatWasHashedAndNotWhatIsDamaged() throws LoadFailedException, IOException {
        try (ArtifactCache cache = opened(false);
                Staging staging = cache.stage(OTHER, null)) {
            overwrite("wEights");
            Files.writeString(staging.files().resolve("model.bin"), WEIGHTS);
            List<VerifiedFile> files =
                    List.of(new VerifiedFile("model.bin", WEIGHTS.length(), sha256()));

            cache.removeDamaged(staging.files(), files);
            cache.publish(
                    staging, staging.files(), new Manifest(OTHER, "s3://m", sha256(), 1, files));

            assertThat(directory.resolve("artifacts").resolve(OTHER).resolve("model.bin"))
                    .hasContent(WEIGHTS);
            assertThat(blob).hasContent(WEIGHTS);
        }
    }

    /// A name of what the cache has is not written to.
    @Test
    void shouldGoOnWithNothingThatTheCacheHasUnderAnotherName()
            throws LoadFailedException, IOException {
        try (ArtifactCache cache = opened(false)) {
            try (Staging staging = cache.stage(OTHER, "1")) {
                Files.createLink(staging.files().resolve("linked.bin"), blob);
                Files.writeString(staging.files().resolve("half.bin"), "wei");
                staging.keep();
                assertThat(cache.staged()).isEqualTo(3);
            }
            try (Staging staging = cache.stage(OTHER, "1")) {
                assertThat(staging.files().resolve("linked.bin")).doesNotExist();
                assertThat(staging.bytes()).isEqualTo(3);
            }
            assertThat(cache.staged()).isZero();
            assertThat(blob).hasContent(WEIGHTS);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithADirectoryThatIsNone() throws IOException {
        Path occupied = Files.writeString(directory.resolve("a-file"), "");
        try (ArtifactCache cache = new ArtifactCache(occupied, false)) {
            assertThatThrownBy(cache::open)
                    .isInstanceOf(LoadFailedException.class)
                    .hasMessageContaining("The cache " + occupied + " cannot be used");
        }
    }

    private ArtifactCache assertRemoved(boolean rehash) throws LoadFailedException {
        ArtifactCache cache = opened(rehash);
        assertThat(cache.find(ID)).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(blob).doesNotExist();
        assertThat(directory.resolve("artifacts").resolve(ID + ".json")).doesNotExist();
        return cache;
    }

    private ArtifactCache opened(boolean rehash) throws LoadFailedException {
        ArtifactCache cache = new ArtifactCache(directory, rehash);
        cache.open();
        return cache;
    }

    private void overwrite(String content) throws IOException {
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.writeString(file, content);
    }

    private static void publish(ArtifactCache cache) throws LoadFailedException {
        publish(cache, ID);
    }

    private static void publish(ArtifactCache cache, String id) throws LoadFailedException {
        try (Staging staging = cache.stage(id, null)) {
            Files.writeString(staging.files().resolve("model.bin"), WEIGHTS);
            VerifiedFile file = new VerifiedFile("model.bin", WEIGHTS.length(), sha256());
            cache.publish(
                    staging,
                    staging.files(),
                    new Manifest(id, "s3://m", sha256(), 1, List.of(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256() {
        var digest = Sha256.newDigest();
        digest.update(WEIGHTS.getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest);
    }
}
