package io.gantry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SimilarityTest {

    @Property
    void shouldLieBetweenMinusOneAndOneAndNotDependOnLength(
            @ForAll @Size(8) List<@DoubleRange(min = 0.1, max = 10) Double> as,
            @ForAll @Size(8) List<@DoubleRange(min = -10, max = -0.1) Double> bs) {
        double[] a = as.stream().mapToDouble(Double::doubleValue).toArray();
        double[] b = bs.stream().mapToDouble(Double::doubleValue).toArray();
        double[] doubled = as.stream().mapToDouble(number -> 2 * number).toArray();

        double cosine = Similarity.cosine(a, b);

        assertThat(cosine).isBetween(-1.0 - 1e-9, 1.0 + 1e-9);
        assertThat(Similarity.cosine(doubled, b)).isCloseTo(cosine, within(1e-9));
        assertThat(Similarity.cosine(a, a)).isCloseTo(1, within(1e-9));
    }

    @Test
    void shouldRefuseWhatHasNoAngle() {
        assertThatThrownBy(() -> Similarity.cosine(new double[] {1}, new double[] {1, 2}))
                .hasMessageContaining("1 and 2 numbers");
        assertThatThrownBy(() -> Similarity.cosine(new double[] {0, 0}, new double[] {1, 2}))
                .hasMessageContaining("zeros");
    }
}
