package io.gantry.monitor.silence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchersTest {

    private static final Map<String, String> LABELS =
            Map.of("namespace", "default", "alert", "ModelLoadFailed");

    @Test
    void shouldFitWhenEveryLabelDoes() {
        assertThat(Matchers.fit(Map.of("namespace", "default"), LABELS)).isTrue();
        assertThat(Matchers.fit(Map.of("namespace", "default", "alert", "Model*"), LABELS))
                .isTrue();
        assertThat(Matchers.fit(Map.of("namespace", "other", "alert", "Model*"), LABELS)).isFalse();
        assertThat(Matchers.fit(Map.of("team", "search"), LABELS)).isFalse();
        assertThat(Matchers.fit(Map.of("team", ""), LABELS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "ModelLoadFailed, true",
        "ModelLoad, false",
        "*Failed, true",
        "Model*, true",
        "*Load*, true",
        "Model*Failed, true",
        "M*d*d, true",
        "*Failed*Load*, false",
        "ModelLoadFailed*, true",
        "Model*elLoadFailed, false",
        "model*, false",
        "M.*d, false"
    })
    void shouldTakeAsterisksForAnyText(String pattern, boolean fits) {
        assertThat(Matchers.fit(Map.of("alert", pattern), LABELS)).isEqualTo(fits);
    }

    /// The same as a regular expression would say, which could take for ever.
    @Property
    void shouldFitAsRegularExpressionsDo(
            @ForAll @CharRange(from = 'a', to = 'b') String text,
            @ForAll @CharRange(from = 'a', to = 'c') String letters) {
        String pattern = letters.replace('c', '*');
        if (pattern.chars().filter(letter -> letter == '*').count() > 4) {
            return;
        }
        String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");

        assertThat(Matchers.fit(Map.of("alert", pattern), Map.of("alert", text)))
                .isEqualTo(text.matches(expression));
    }
}
