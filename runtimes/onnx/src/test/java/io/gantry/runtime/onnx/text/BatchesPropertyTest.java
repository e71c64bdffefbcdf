package io.gantry.runtime.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchesPropertyTest {

    @Property
    void shouldHoldEachTextOnceWithinTheLimits(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 300) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 8) int texts,
            @ForAll @IntRange(min = 1, max = 600) int tokens) {
        // Given
        List<Tokens> all = lengths.stream().map(length -> Tokens.ofIds(new long[length])).toList();
        // When
        List<List<Integer>> batches =
                Batches.split(all, new TextOptions.BatchLimits(texts, tokens));
        // Then
        assertThat(batches.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, lengths.size()).boxed().toList());
        assertThat(batches)
                .allSatisfy(batch -> {
                    int longest = batch.stream().mapToInt(lengths::get).max().orElseThrow();
                    assertThat(batch).hasSizeLessThanOrEqualTo(texts);
                    assertThat(batch.size() == 1 || batch.size() * longest <= tokens).isTrue();
                });
    }
}
