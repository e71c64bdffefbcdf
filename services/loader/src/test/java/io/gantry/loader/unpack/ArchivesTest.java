package io.gantry.loader.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {

    private static final UnpackLimits LIMITS = new UnpackLimits(1 << 20, 10);
    private static final Room ROOM = bytes -> {};

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldWriteAndHashEveryFile(ArchiveFormat format) throws Exception {
        Path archive =
                new Packing(format)
                        .file("./1/model.onnx", "weights")
                        .directory("./empty/")
                        .file("vocab.txt", "")
                        .to(directory);

        List<VerifiedFile> files = unpack(format, archive);

        assertThat(files)
                .containsExactlyInAnyOrder(
                        new VerifiedFile("1/model.onnx", 7, sha("weights")),
                        new VerifiedFile("vocab.txt", 0, sha("")));
        assertThat(target().resolve("1/model.onnx")).hasContent("weights");
        assertThat(target().resolve("vocab.txt")).isEmptyFile();
        assertThat(target().resolve("empty")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "model.zip, ZIP",
        "MODEL.TAR, TAR",
        "m.tar.gz, TAR_GZIP",
        "m.tgz, TAR_GZIP",
        "m.tar.bz2, TAR_BZIP2",
        "m.tar.xz, TAR_XZ",
        "m.tar.zst, TAR_ZSTD",
        "model.gz, ",
        "tarzip, ",
        "model.onnx, "
    })
    void shouldKnowAnArchiveByItsName(String name, ArchiveFormat format) {
        assertThat(ArchiveFormat.ofName(name).orElse(null)).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "a/../../evil",
                "/etc/evil",
                "a/./b",
                "a//b",
                "..",
                "a\\..\\evil"
            })
    void shouldWriteNothingOutsideOfItsDirectory(String name) throws Exception {
        for (ArchiveFormat format : List.of(ArchiveFormat.TAR, ArchiveFormat.ZIP)) {
            Path archive = new Packing(format).file(name, "evil").to(directory);

            assertThatThrownBy(() -> unpack(format, archive))
                    .isInstanceOf(RefusedArchiveException.class)
                    .hasMessageStartingWith("it holds ");
            assertThat(everythingOutside()).containsOnly(archive);
            Files.delete(archive);
        }
    }

    @Test
    void shouldMakeLinksWithinTheArchiveFiles() throws Exception {
        Path archive =
                new Packing(ArchiveFormat.TAR)
                        .symbolicLink("snapshot/model.bin", "../blobs/abc")
                        .symbolicLink("model.bin", "snapshot/model.bin")
                        .file("blobs/abc", "weights")
                        .hardLink("hard.bin", "./blobs/abc")
                        .to(directory);

        List<VerifiedFile> files = unpack(ArchiveFormat.TAR, archive);

        assertThat(files).hasSize(4).extracting(VerifiedFile::sha256).containsOnly(sha("weights"));
        for (VerifiedFile file : files) {
            assertThat(target().resolve(file.path())).isRegularFile().hasContent("weights");
            assertThat(Files.isSymbolicLink(target().resolve(file.path()))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../etc/passwd", "nowhere", "link", "directory"})
    void shouldFollowNoLinkThatLeadsElsewhere(String to) throws Exception {
        for (ArchiveFormat format : List.of(ArchiveFormat.TAR, ArchiveFormat.ZIP)) {
            Path archive =
                    new Packing(format)
                            .symbolicLink("link", to)
                            .file("directory/file", "x")
                            .to(directory);

            assertThatThrownBy(() -> unpack(format, archive))
                    .isInstanceOf(RefusedArchiveException.class)
                    .hasMessageStartingWith("'link' is a link to '" + to + "', which ");
            Files.delete(archive);
            emptyTarget();
        }
    }

    /// The classic: a link out of the directory, then a file through it.
    @Test
    void shouldWriteThroughNoLink() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path archive =
                new Packing(ArchiveFormat.TAR)
                        .symbolicLink("door", outside.toString())
                        .file("door/evil", "evil")
                        .to(directory);

        assertThatThrownBy(() -> unpack(ArchiveFormat.TAR, archive))
                .isInstanceOf(RefusedArchiveException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws Exception {
        Path archive = new Packing(ArchiveFormat.TAR).device("dev").to(directory);

        assertThatThrownBy(() -> unpack(ArchiveFormat.TAR, archive))
                .isInstanceOf(RefusedArchiveException.class)
                .hasMessage("'dev' is neither a file nor a directory nor a link");
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopAtABomb(ArchiveFormat format) throws Exception {
        Path archive = new Packing(format).file("zeros", "\0".repeat(1 << 21)).to(directory);

        assertThatThrownBy(() -> unpack(format, archive))
                .isInstanceOf(RefusedArchiveException.class)
                .hasMessage("it unpacks to more than 1048576 bytes");
        assertThat(Files.size(target().resolve("zeros"))).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void shouldStopAtTooManyFiles() throws Exception {
        Packing packing = new Packing(ArchiveFormat.ZIP);
        for (int i = 0; i <= LIMITS.files(); i++) {
            packing.file("file-" + i, "x");
        }
        Path archive = packing.to(directory);

        assertThatThrownBy(() -> unpack(ArchiveFormat.ZIP, archive))
                .isInstanceOf(RefusedArchiveException.class)
                .hasMessage("it holds more than 10 files");
    }

    @Test
    void shouldStopWhenThereIsNoRoom() throws Exception {
        Path archive = new Packing(ArchiveFormat.TAR).file("model", "weights").to(directory);
        Files.createDirectories(target());
        LoadFailedException full =
                new LoadFailedException(Failure.of(FailureReason.DISK_FULL, "full", "x"), null);

        assertThatThrownBy(() ->
                        Archives.unpack(
                                ArchiveFormat.TAR,
                                archive,
                                target(),
                                LIMITS,
                                bytes -> {
                                    throw full;
                                }))
                .isSameAs(full);
        assertThat(target().resolve("model")).isEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatAnArchiveIsCutOff(ArchiveFormat format) throws Exception {
        Path archive = new Packing(format).file("model", Packing.noise(100_000)).to(directory);
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> unpack(format, archive))
                .isInstanceOf(RefusedArchiveException.class)
                .hasMessageStartingWith("it is damaged, or no archive of its name's kind: ");
    }

    @Test
    void shouldRefuseTwoFilesOfOneName() throws Exception {
        Path archive =
                new Packing(ArchiveFormat.TAR)
                        .file("model", "one")
                        .file("./model", "two")
                        .to(directory);

        assertThatThrownBy(() -> unpack(ArchiveFormat.TAR, archive))
                .hasMessage("it holds two files named 'model'");
    }

    @ParameterizedTest
    @CsvSource({"model, model/weights", "model, model/a/weights", "model/weights, model"})
    void shouldRefuseAFileThatIsADirectoryToo(String first, String second) throws Exception {
        Path archive =
                new Packing(ArchiveFormat.TAR).file(first, "1").file(second, "2").to(directory);

        assertThatThrownBy(() -> unpack(ArchiveFormat.TAR, archive))
                .isInstanceOf(RefusedArchiveException.class)
                .hasMessageContaining("both as a file and as a directory");
    }

    @Test
    void shouldRefuseAnArchiveWithoutFiles() throws Exception {
        Path archive = new Packing(ArchiveFormat.ZIP).directory("empty/").to(directory);

        assertThatThrownBy(() -> unpack(ArchiveFormat.ZIP, archive)).hasMessage("it holds no file");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 100, 67108864",
        "1000000, 100, 100000000",
        "9223372036854775807, 100, 9223372036854775807"
    })
    void shouldLetOutAsManyTimesTheSizeAsIsAllowed(long archive, int ratio, long bytes) {
        assertThat(UnpackLimits.of(archive, ratio, 1).bytes()).isEqualTo(bytes);
    }

    private static String sha(String content) {
        return Packing.sha256(content);
    }

    private List<VerifiedFile> unpack(ArchiveFormat format, Path archive)
            throws RefusedArchiveException, LoadFailedException, IOException {
        Files.createDirectories(target());
        return Archives.unpack(format, archive, target(), LIMITS, ROOM);
    }

    private void emptyTarget() throws IOException {
        try (Stream<Path> paths = Files.walk(target())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path target() {
        return directory.resolve("deep/in/target");
    }

    private List<Path> everythingOutside() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(target()))
                    .toList();
        }
    }
}
