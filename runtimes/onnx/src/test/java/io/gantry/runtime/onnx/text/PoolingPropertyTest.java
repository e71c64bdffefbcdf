package io.gantry.runtime.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gantry.runtime.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PoolingPropertyTest {

    @Property
    void shouldNotLookAtPadding(
            @ForAll("rows") List<float[]> tokens,
            @ForAll Pooling pooling,
            @ForAll @IntRange(min = 0, max = 3) int padding) {
        // Given
        FloatRows alone = rows(tokens);
        FloatRows padded = rows(concat(tokens, padding));
        // When, Then
        assertThat(pooling.pool(padded, 0, tokens.size()))
                .isEqualTo(pooling.pool(alone, 0, tokens.size()));
    }

    @Property
    void shouldStayBetweenTheSmallestAndTheLargestToken(
            @ForAll("rows") List<float[]> tokens, @ForAll Pooling pooling) {
        // When
        float[] pooled = pooling.pool(rows(tokens), 0, tokens.size());
        // Then
        for (int i = 0; i < pooled.length; i++) {
            int column = i;
            assertThat((double) pooled[i])
                    .isGreaterThanOrEqualTo(
                            tokens.stream().mapToDouble(row -> row[column]).min().orElseThrow()
                                    - 1e-4)
                    .isLessThanOrEqualTo(
                            tokens.stream().mapToDouble(row -> row[column]).max().orElseThrow()
                                    + 1e-4);
        }
    }

    @Property
    void shouldAverageWhatTheMeanIsOf(@ForAll("rows") List<float[]> tokens) {
        // When
        float[] mean = Pooling.MEAN.pool(rows(tokens), 0, tokens.size());
        // Then
        for (int i = 0; i < mean.length; i++) {
            int column = i;
            assertThat((double) mean[i])
                    .isCloseTo(
                            tokens.stream().mapToDouble(row -> row[column]).average().orElseThrow(),
                            within(1e-3));
        }
    }

    @Property
    void shouldNormalizeToLengthOneAndKeepTheDirection(@ForAll("row") float[] vector) {
        // Given
        float[] before = vector.clone();
        double length = Math.sqrt(dot(before, before));
        // When
        float[] after = Pooling.normalize(vector);
        // Then
        if (length == 0) {
            assertThat(after).isEqualTo(before);
        } else {
            assertThat(Math.sqrt(dot(after, after))).isCloseTo(1, within(1e-4));
            assertThat(dot(after, before)).isCloseTo(length, within(length * 1e-4));
        }
    }

    @Provide
    Arbitrary<float[]> row() {
        return Arbitraries.floats().between(-1000, 1000).array(float[].class).ofSize(4);
    }

    @Provide
    Arbitrary<List<float[]>> rows() {
        return row().list().ofMinSize(1).ofMaxSize(6);
    }

    private static FloatRows rows(List<float[]> rows) {
        return new FloatRows((Tensor.Numeric) new Embeddings(rows).tensor("hidden"));
    }

    private static List<float[]> concat(List<float[]> tokens, int padding) {
        List<float[]> all = new ArrayList<>(tokens);
        for (int i = 0; i < padding; i++) {
            all.add(new float[] {1e6f, -1e6f, Float.NaN, 0});
        }
        return all;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
