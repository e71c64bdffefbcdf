package io.gantry.loader.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ArchivesPropertyTest {

    /// Whatever an archive holds, either all of it is there as regular files, or it is refused; and
    /// in neither case is there anything beside the directory.
    @Property(tries = 300)
    void shouldHoldToItsDirectory(@ForAll("entries") List<Entry> entries, @ForAll boolean zipped)
            throws Exception {
        ArchiveFormat format = zipped ? ArchiveFormat.ZIP : ArchiveFormat.TAR;
        Path around = Files.createTempDirectory("around");
        try {
            Path target = Files.createDirectories(around.resolve("a/b/target"));
            Packing packing = new Packing(format);
            entries.forEach(entry -> entry.addTo(packing));
            Path archive = packing.to(around);

            List<VerifiedFile> files = unpack(format, archive, target);

            for (VerifiedFile file : files) {
                Path path = target.resolve(file.path());
                assertThat(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
                assertThat(Packing.sha256(Files.readString(path))).isEqualTo(file.sha256());
            }
            assertThat(filesOf(around).filter(path -> !path.startsWith(target)))
                    .containsExactly(archive);
            assertThat(filesOf(target).filter(Files::isSymbolicLink)).isEmpty();
        } finally {
            delete(around);
        }
    }

    @Property(tries = 300)
    void shouldSurviveAnyBytes(@ForAll byte[] bytes, @ForAll ArchiveFormat format)
            throws Exception {
        Path around = Files.createTempDirectory("around");
        try {
            Path archive = Files.write(around.resolve("archive"), bytes);
            Path target = Files.createDirectory(around.resolve("target"));

            assertThat(unpack(format, archive, target)).isEmpty();
        } finally {
            delete(around);
        }
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        Arbitrary<String> names =
                Arbitraries.of("a", "b", "..", ".", "", "a ", "ä")
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .map(segments -> String.join("/", segments))
                        .filter(name -> !name.isEmpty() && !name.endsWith("/"));
        return Combinators.combine(Arbitraries.of(Kind.class), names, names)
                .as(Entry::new)
                .list()
                .ofMaxSize(6);
    }

    /// @return nothing when it is refused
    private static List<VerifiedFile> unpack(ArchiveFormat format, Path archive, Path target)
            throws LoadFailedException, IOException {
        try {
            return Archives.unpack(
                    format, archive, target, new UnpackLimits(1000, 100), bytes -> {});
        } catch (RefusedArchiveException e) {
            assertThat(e).hasMessageNotContaining("Exception");
            return List.of();
        }
    }

    private static Stream<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths
                    .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()
                    .stream();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK
    }

    /// @param other content, or what a link leads to
    record Entry(Kind kind, String name, String other) {

        void addTo(Packing packing) {
            switch (kind) {
                case FILE -> packing.file(name, other);
                case DIRECTORY -> packing.directory(name + "/");
                case SYMBOLIC_LINK -> packing.symbolicLink(name, other);
                case HARD_LINK -> packing.hardLink(name, other);
            }
        }
    }
}
