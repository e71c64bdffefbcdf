package io.gantry.loader.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.loader.verify.VerifiedFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EvictionTest {

    private static final Arbitrary<String> BLOBS = Arbitraries.of("a", "b", "c", "d", "e", "f");

    @Property
    void shouldNeverTouchWhatIsWanted(
            @ForAll("caches") List<Manifest> cached,
            @ForAll("blobs") Set<String> orphans,
            @ForAll("ids") Set<String> unwanted) {
        Eviction eviction = Eviction.of(cached, present(cached, orphans), unwanted::contains);

        assertThat(unwanted).containsAll(eviction.artifacts());
        cached.stream()
                .filter(manifest -> !unwanted.contains(manifest.artifact()))
                .flatMap(manifest -> manifest.files().stream())
                .forEach(file -> assertThat(eviction.blobs()).doesNotContain(file.sha256()));
    }

    @Property
    void shouldLeaveNothingThatNobodyNeeds(
            @ForAll("caches") List<Manifest> cached,
            @ForAll("blobs") Set<String> orphans,
            @ForAll("ids") Set<String> unwanted) {
        Set<String> present = present(cached, orphans);

        Eviction eviction = Eviction.of(cached, present, unwanted::contains);

        List<Manifest> kept =
                cached.stream().filter(m -> !eviction.artifacts().contains(m.artifact())).toList();
        assertThat(kept).noneMatch(manifest -> unwanted.contains(manifest.artifact()));
        Set<String> left = new HashSet<>(present);
        left.removeAll(eviction.blobs());
        assertThat(left).isEqualTo(present(kept, Set.of()));
        assertThat(present).containsAll(eviction.blobs());
    }

    @Provide
    Arbitrary<List<Manifest>> caches() {
        Arbitrary<List<VerifiedFile>> files =
                BLOBS.map(blob -> new VerifiedFile("file-" + blob, 1, blob))
                        .list()
                        .ofMaxSize(4)
                        .uniqueElements();
        return Combinators.combine(ids().map(List::copyOf), files.list().ofSize(5))
                .as((ids, contents) -> {
                    var size = Math.min(ids.size(), contents.size());
                    return java.util.stream.IntStream.range(0, size)
                            .mapToObj(i ->
                                    new Manifest(
                                            ids.get(i), "s3://m", "0", 1, contents.get(i)))
                            .toList();
                });
    }

    @Provide
    Arbitrary<Set<String>> ids() {
        return Arbitraries.of("1", "2", "3", "4", "5").set();
    }

    @Provide
    Arbitrary<Set<String>> blobs() {
        return BLOBS.set();
    }

    private static Set<String> present(List<Manifest> cached, Set<String> orphans) {
        Set<String> present =
                cached.stream()
                        .flatMap(manifest -> manifest.files().stream())
                        .map(VerifiedFile::sha256)
                        .collect(Collectors.toCollection(HashSet::new));
        present.addAll(orphans);
        return present;
    }
}
