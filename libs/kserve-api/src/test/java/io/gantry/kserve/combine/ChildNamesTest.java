package io.gantry.kserve.combine;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ChildNamesTest {

    @Test
    void shouldNameAsKnativeDoes() {
        assertThat(ChildNames.of("llama", "-kserve")).isEqualTo("llama-kserve");
        assertThat(ChildNames.of("f".repeat(63), "-deployment"))
                .isEqualTo("ffffffffffffffffffff105d7597f637e83cc711605ac3ea4957-deployment");
    }

    @Property
    void shouldFitAndTellParentsApart(
            @ForAll @AlphaChars @StringLength(min = 1, max = 80) String parent,
            @ForAll @AlphaChars @StringLength(min = 1, max = 80) String suffix) {
        String name = ChildNames.of(parent, suffix);

        assertThat(name).hasSizeLessThanOrEqualTo(63);
        assertThat(ChildNames.of(parent + "x", suffix)).isNotEqualTo(name);
    }
}
