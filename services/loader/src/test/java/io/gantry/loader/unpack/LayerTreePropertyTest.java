package io.gantry.loader.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Layers of few names, so that they often meet, against an overlay of maps.
class LayerTreePropertyTest {

    private static final UnpackLimits LIMITS = new UnpackLimits(1_000_000, 1_000);

    /// A file, or a whiteout, of a layer.
    record Change(String directory, String name, Kind kind, String content) {

        enum Kind {
            FILE,
            GONE,
            EMPTIED
        }

        String path() {
            return directory + name;
        }

        String entry() {
            return switch (kind) {
                case FILE -> "models/" + path();
                case GONE -> "models/" + directory + ".wh." + name;
                case EMPTIED -> "models/" + directory + ".wh..wh..opq";
            };
        }
    }

    @Property(tries = 300)
    void shouldShowLayersAsAnOverlayDoes(@ForAll("layers") List<List<Change>> layers)
            throws Exception {
        Map<String, String> expected = new TreeMap<>();
        layers.forEach(layer -> apply(layer, expected));

        Path directory = Files.createTempDirectory("layers");
        try {
            if (expected.isEmpty()) {
                assertThatThrownBy(() -> unpacked(layers, directory))
                        .isInstanceOf(RefusedArchiveException.class);
            } else {
                assertThat(unpacked(layers, directory)).isEqualTo(expected);
            }
        } finally {
            delete(directory);
        }
    }

    @Provide
    Arbitrary<List<List<Change>>> layers() {
        Arbitrary<Change> change =
                Combinators.combine(
                                Arbitraries.of("", "d/", "d/e/"),
                                Arbitraries.of("a", "b", "d", "e"),
                                Arbitraries.frequencyOf(
                                        Tuple.of(4, Arbitraries.just(Change.Kind.FILE)),
                                        Tuple.of(2, Arbitraries.just(Change.Kind.GONE)),
                                        Tuple.of(1, Arbitraries.just(Change.Kind.EMPTIED))),
                                Arbitraries.strings().alpha().ofMaxLength(3))
                        .as(Change::new);
        return change.list()
                .ofMaxSize(6)
                .filter(LayerTreePropertyTest::canBe)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /// No file of a layer is a directory in it, too.
    private static boolean canBe(List<Change> layer) {
        List<String> files =
                layer.stream()
                        .filter(change -> change.kind() == Change.Kind.FILE)
                        .map(Change::path)
                        .toList();
        return files.stream()
                .noneMatch(file -> files.stream().anyMatch(other -> other.startsWith(file + "/")));
    }

    private static void apply(List<Change> layer, Map<String, String> tree) {
        for (Change change : layer) {
            switch (change.kind()) {
                case FILE -> {}
                case GONE ->
                        tree.keySet()
                                .removeIf(path -> (path + "/").startsWith(change.path() + "/"));
                case EMPTIED -> tree.keySet().removeIf(path -> path.startsWith(change.directory()));
            }
        }
        for (Change change : layer) {
            if (change.kind() == Change.Kind.FILE) {
                tree.keySet()
                        .removeIf(path ->
                                path.startsWith(change.path() + "/")
                                        || change.path().startsWith(path + "/"));
                tree.put(change.path(), change.content());
            }
        }
    }

    private static Map<String, String> unpacked(List<List<Change>> layers, Path directory)
            throws Exception {
        List<Layer> packed = new ArrayList<>();
        for (List<Change> layer : layers) {
            Packing packing = new Packing(ArchiveFormat.TAR);
            layer.forEach(change ->
                    packing.file(
                            change.entry(),
                            change.kind() == Change.Kind.FILE ? change.content() : ""));
            packed.add(new Layer(packing.to(directory), true));
        }
        Path target = Files.createDirectory(directory.resolve("target"));
        Map<String, String> found = new TreeMap<>();
        for (VerifiedFile file : LayerTree.unpack(packed, target, LIMITS, bytes -> {})) {
            found.put(file.path(), Files.readString(target.resolve(file.path())));
        }
        return found;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
