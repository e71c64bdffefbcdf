package io.gantry.events.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Keys;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheDeleted;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.ModelNodeGroupDeleted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ModelCachesTest {

    private static final Node GPU = new Node("gpu-1", Map.of("gpu", "h100"), Map.of());
    private static final Node CPU = new Node("cpu-1", Map.of("gpu", "none"), Map.of());

    private final ModelCaches caches = new ModelCaches();

    @Test
    void shouldKeepACacheOnTheNodesOfItsGroup() {
        caches.accept(group("gpus", 100, "h100"));
        caches.accept(cache("a", 1, 60, "gpus"));

        assertThat(caches.of(GPU)).extracting(ModelCacheApplied::name).containsExactly("a");
        assertThat(caches.of(CPU)).isEmpty();
    }

    @Test
    void shouldGiveRoomToTheOldestFirst() {
        caches.accept(group("gpus", 100, "h100"));
        caches.accept(cache("young", 3, 60, "gpus"));
        caches.accept(cache("small", 4, 40, "gpus"));
        caches.accept(cache("old", 1, 60, "gpus"));

        assertThat(caches.of(GPU))
                .extracting(ModelCacheApplied::name)
                .containsExactly("old", "small");

        caches.accept(new ModelCacheDeleted(Keys.CLUSTER_SCOPE, "old", "u", 2));
        assertThat(caches.of(GPU))
                .extracting(ModelCacheApplied::name)
                .containsExactly("young", "small");
    }

    @Test
    void shouldKeepNothingOnAGroupThatIsNotThere() {
        caches.accept(cache("a", 1, 60, "gpus"));
        assertThat(caches.of(GPU)).isEmpty();

        caches.accept(group("gpus", 100, null));
        assertThat(caches.of(GPU)).hasSize(1);
        assertThat(caches.of(CPU)).hasSize(1);

        caches.accept(new ModelNodeGroupDeleted("gpus", 2));
        assertThat(caches.of(GPU)).isEmpty();
    }

    @Test
    void shouldCoverWhatIsBelowIt() {
        ModelCacheApplied cache = cache("llama", 1, 1, "gpus");

        assertThat(ModelCaches.covers(cache, "s3://m/llama")).isTrue();
        assertThat(ModelCaches.covers(cache, "s3://m/llama/")).isTrue();
        assertThat(ModelCaches.covers(cache, "s3://m/llama/8b")).isTrue();
        assertThat(ModelCaches.covers(cache, "s3://m/llama-8b")).isFalse();
        assertThat(ModelCaches.covers(cache, "s3://m")).isFalse();
    }

    @Property
    void shouldNeverPromiseMoreThanAGroupHas(
            @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 90) Integer> sizes,
            @ForAll @IntRange(min = 0, max = 200) int limit) {
        ModelCaches some = new ModelCaches();
        some.accept(group("gpus", limit, null));
        for (int i = 0; i < sizes.size(); i++) {
            some.accept(cache("c" + i, i, sizes.get(i), "gpus"));
        }

        List<ModelCacheApplied> kept = some.of(GPU);

        long used = kept.stream().mapToLong(ModelCacheApplied::modelSize).sum();
        assertThat(used).isLessThanOrEqualTo(limit);
        some.all().stream()
                .filter(cache -> !kept.contains(cache))
                .forEach(refused -> {
                    long older =
                            kept.stream()
                                    .filter(each -> each.createdAt().isBefore(refused.createdAt()))
                                    .mapToLong(ModelCacheApplied::modelSize)
                                    .sum();
                    assertThat(older + refused.modelSize()).isGreaterThan(limit);
                });
    }

    private static ModelCacheApplied cache(String name, int second, long size, String group) {
        return new ModelCacheApplied(
                Keys.CLUSTER_SCOPE,
                name,
                "u",
                1,
                Instant.ofEpochSecond(second),
                ArtifactReference.of("s3://m/" + name, null, "/mnt/models"),
                size,
                List.of(group));
    }

    /// @param gpu that its nodes have; null for all nodes
    private static ModelNodeGroupApplied group(
            String name, long limit, @org.jspecify.annotations.Nullable String gpu) {
        if (gpu == null) {
            return new ModelNodeGroupApplied(name, 1, limit, List.of());
        }
        var term = JsonNodeFactory.instance.objectNode();
        term.putArray("matchExpressions")
                .addObject()
                .put("key", "gpu")
                .put("operator", "In")
                .putArray("values")
                .add(gpu);
        return new ModelNodeGroupApplied(name, 1, limit, List.<JsonNode>of(term));
    }
}
