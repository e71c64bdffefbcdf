package io.gantry.loader.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers over layers, also such as no honest builder makes.
class LayerTreeTest {

    private static final UnpackLimits LIMITS = new UnpackLimits(100_000, 50);

    @TempDir Path directory;

    private Path target;

    @BeforeEach
    void start() throws IOException {
        target = Files.createDirectory(directory.resolve("target"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR", "TAR_GZIP", "TAR_ZSTD"})
    void shouldTakeTheModelOutOfAnImage(ArchiveFormat format) throws Exception {
        Packing base = new Packing(format).file("etc/passwd", "root").file("bin/sh", "#!");
        Packing model =
                new Packing(format)
                        .directory("models/")
                        .file("models/config.json", "{}")
                        .file("models/1/model.onnx", "weights");

        assertThat(image(base, model))
                .isEqualTo(Map.of("config.json", "{}", "1/model.onnx", "weights"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/a", "/models/a", "./models/a"})
    void shouldKnowTheModelHoweverItIsWritten(String name) throws Exception {
        assertThat(image(tar().file(name, "1"))).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void shouldTakeAllOfAnArtifact() throws Exception {
        Packing tar = tar().file("models/a", "1").file("b/.wh.c", "no whiteout");

        assertThat(unpacked(false, tar))
                .isEqualTo(Map.of("models/a", "1", "b/.wh.c", "no whiteout"));
    }

    @Test
    void shouldLetLaterLayersWin() throws Exception {
        Packing first = tar().file("models/a", "old").file("models/b", "kept");
        Packing second = tar().file("models/a", "new");

        assertThat(image(first, second)).isEqualTo(Map.of("a", "new", "b", "kept"));
    }

    @Test
    void shouldLetAFileTakeTheWholeOfADirectorysPlaceAndTheOtherWayRound() throws Exception {
        Packing first = tar().file("models/d/x", "1").file("models/d/y", "1").file("models/f", "1");
        Packing second = tar().file("models/d", "file").file("models/f/x", "below");

        assertThat(image(first, second)).isEqualTo(Map.of("d", "file", "f/x", "below"));
    }

    @ParameterizedTest
    @CsvSource({
        "models/.wh.a, b d/x d/y dd/x",
        "models/.wh.d, a b dd/x",
        "models/d/.wh.x, a b d/y dd/x",
        "models/d/.wh..wh..opq, a b dd/x",
        "models/.wh.nothing, a b d/x d/y dd/x",
        "models/.wh..wh..opq, ''",
        ".wh.models, ''",
        ".wh..wh..opq, ''",
        "etc/.wh..wh..opq, a b d/x d/y dd/x"
    })
    void shouldTakeAwayWhatIsWhitedOut(String whiteout, String left) throws Exception {
        Packing first =
                tar().file("models/a", "1")
                        .file("models/b", "1")
                        .file("models/d/x", "1")
                        .file("models/d/y", "1")
                        .file("models/dd/x", "1");
        Packing second = tar().file("models/new", "2").file(whiteout, "");

        assertThat(String.join(" ", image(first, second).keySet()))
                .isEqualTo((left + " new").strip());
    }

    /// In whatever order they stand: a whiteout is for what lies below its layer.
    @Test
    void shouldKeepWhatComesInTheSameLayerAsItsWhiteout() throws Exception {
        Packing first = tar().file("models/d/x", "old").file("models/a", "old");
        Packing second =
                tar().file("models/d/z", "new")
                        .file("models/d/.wh..wh..opq", "")
                        .file("models/a", "new")
                        .file("models/.wh.a", "");

        assertThat(image(first, second)).isEqualTo(Map.of("d/z", "new", "a", "new"));
    }

    @Test
    void shouldGiveLinkedFilesBothNames() throws Exception {
        Packing first =
                tar().file("models/blobs/1", "weights")
                        .symbolicLink("models/snapshot/a", "../blobs/1")
                        .symbolicLink("models/snapshot/b", "/models/blobs/1")
                        .hardLink("models/c", "models/blobs/1");
        // As an overlay does: another name of the old file stays, a link leads to the new one.
        Packing second = tar().file("models/blobs/1", "new");

        assertThat(image(first, second))
                .isEqualTo(
                        Map.of(
                                "blobs/1", "new",
                                "snapshot/a", "new",
                                "snapshot/b", "new",
                                "c", "weights"));
    }

    @ParameterizedTest
    @CsvSource({
        "models/a, ../etc/passwd",
        "models/a, /etc/passwd",
        "models/a, ../../../etc/passwd",
        "models/a, a",
        "models/a, gone"
    })
    void shouldFollowNoLinkThatLeadsNowhere(String link, String to) throws IOException {
        Packing base = tar().file("etc/passwd", "root").file("models/x", "1");

        refused(List.of(base, tar().symbolicLink(link, to)), true, "'a' is a link to");
        refused(List.of(base, tar().hardLink(link, to)), true, "'a' is a link to");
    }

    /// Only an image has a root of its own.
    @Test
    void shouldFollowNoLinkOfAnArtifactToTheDisksRoot() throws IOException {
        refused(
                List.of(tar().file("x", "1").symbolicLink("a", "/x")),
                false,
                "'a' is a link to '/x', which lies outside of the model");
    }

    @Test
    void shouldWriteNothingThroughALink() throws IOException {
        Packing linked = tar().file("models/x", "1").symbolicLink("models/d", "/tmp");

        refused(
                List.of(linked.file("models/d/evil", "1")),
                true,
                "'d' both as a file and as a directory");
    }

    @Test
    void shouldRefuseWhatIsNoModel() throws IOException {
        refused(List.of(tar().file("etc/passwd", "1")), true, "no file of a model");
        refused(List.of(tar().symbolicLink("models", "mnt")), true, "'/models' is no directory");
        refused(List.of(tar().file("models/../../x", "1")), true, "leads out of");
        refused(List.of(tar().file("../x", "1")), false, "leads out of");
        refused(List.of(tar().file("/x", "1")), false, "leads out of");
        refused(List.of(tar().device("models/null")), true, "neither a file nor a directory");
        Path text = Files.writeString(directory.resolve("text"), "no tar".repeat(200));
        assertThatThrownBy(() ->
                        LayerTree.unpack(
                                List.of(new Layer(text, true)), target, LIMITS, bytes -> {}))
                .isInstanceOf(RefusedArchiveException.class);
    }

    /// Devices and the like that are not of the model are nobody's concern.
    @Test
    void shouldNotMindWhatElseIsInTheImage() throws Exception {
        Packing base = tar().device("dev/null").symbolicLink("lib", "/usr/lib").file("a/../b", "1");

        assertThat(image(base, tar().file("models/a", "1"))).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void shouldNotUnpackMoreThanItMay() throws IOException {
        String zeros = "0".repeat(60_000);
        Packing many = tar();
        for (int i = 0; i <= LIMITS.files(); i++) {
            many.file("models/" + i, "");
        }
        Packing elsewhere = new Packing(ArchiveFormat.TAR_GZIP).file("var/log", zeros + zeros);

        refused(
                List.of(tar().file("models/a", zeros), tar().file("models/b", zeros)),
                true,
                "more than 100000 bytes");
        refused(List.of(elsewhere.file("models/a", "1")), true, "more than 100000 bytes");
        refused(List.of(many), true, "more than 50 files");
    }

    @Test
    void shouldStopWhenThereIsNoRoom() throws IOException {
        Layer layer = new Layer(tar().file("models/a", "1").to(directory), true);
        Room none =
                _ -> {
                    throw LoadFailedException.refused("oci://r/m", "no room");
                };

        assertThatThrownBy(() -> LayerTree.unpack(List.of(layer), target, LIMITS, none))
                .hasMessageContaining("no room");
    }

    private void refused(List<Packing> layers, boolean image, String found) throws IOException {
        Path place = Files.createTempDirectory(directory, "refused");
        List<Layer> packed = new ArrayList<>();
        for (Packing each : layers) {
            packed.add(new Layer(each.to(directory), image));
        }
        assertThatThrownBy(() -> LayerTree.unpack(packed, place, LIMITS, bytes -> {}))
                .isInstanceOfSatisfying(
                        RefusedArchiveException.class,
                        refused -> assertThat(refused.found()).contains(found));
    }

    private Map<String, String> image(Packing... layers) throws Exception {
        return unpacked(true, layers);
    }

    /// What is on disk afterwards, which is what was said to be.
    private Map<String, String> unpacked(boolean image, Packing... layers) throws Exception {
        List<Layer> packed = new ArrayList<>();
        for (Packing each : layers) {
            packed.add(new Layer(each.to(directory), image));
        }
        List<VerifiedFile> files = LayerTree.unpack(packed, target, LIMITS, bytes -> {});
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(target)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                found.put(target.relativize(file).toString(), Files.readString(file));
            }
        }
        Map<String, String> hashes = new TreeMap<>();
        found.forEach((path, content) -> hashes.put(path, Packing.sha256(content)));
        Map<String, String> said = new TreeMap<>();
        files.forEach(file -> said.put(file.path(), file.sha256()));
        assertThat(said).isEqualTo(hashes);
        return found;
    }

    private static Packing tar() {
        return new Packing(ArchiveFormat.TAR);
    }
}
