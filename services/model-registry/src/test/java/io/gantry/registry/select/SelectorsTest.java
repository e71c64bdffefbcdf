package io.gantry.registry.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.kserve.api.ObjectMeta;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {

    private static final ObjectMeta SUBJECT =
            new ObjectMeta(
                    "minilm",
                    "search",
                    null,
                    null,
                    null,
                    null,
                    Map.of("team", "search", "example.com/tier", "gold", "empty", ""),
                    null,
                    Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    team=search | true
                    team==search | true
                    team = search | true
                    team=other | false
                    team!=search | false
                    team!=other | true
                    absent!=search | true
                    absent=search | false
                    team | true
                    absent | false
                    !absent | true
                    !team | false
                    empty= | true
                    team in (search, other) | true
                    team in (other) | false
                    absent in (search) | false
                    team notin (other) | true
                    absent notin (search) | true
                    team notin (search,other) | false
                    example.com/tier in (gold,silver),team=search,!absent | true
                    example.com/tier in (gold,silver),team=other | false
                    '' | true
                    """)
    void shouldSelectByLabelsAsKubernetesDoes(String selector, boolean expected) {
        assertThat(matches(LabelSelectors.read(selector))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    metadata.name=minilm | true
                    metadata.name==minilm | true
                    metadata.name=other | false
                    metadata.name!=other | true
                    metadata.namespace=search,metadata.name=minilm | true
                    metadata.namespace=other,metadata.name=minilm | false
                    '' | true
                    """)
    void shouldSelectByFields(String selector, boolean expected) {
        assertThat(matches(FieldSelectors.read(selector))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b,", "=b", "a in b", "a in (b", "a b", "a=b=c", "a in (b c)", "-a"})
    void shouldSayWhichRequirementIsNone(String selector) {
        assertThat(LabelSelectors.read(selector))
                .isInstanceOfSatisfying(
                        SelectorReading.Wrong.class,
                        wrong -> assertThat(wrong.message()).startsWith("\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.name", "status.phase=Running", "metadata.name=a=b"})
    void shouldSayWhichFieldCannotBeSelectedBy(String selector) {
        assertThat(FieldSelectors.read(selector))
                .isInstanceOfSatisfying(
                        SelectorReading.Wrong.class,
                        wrong -> assertThat(wrong.message()).contains("metadata.name"));
    }

    @Property
    void shouldSelectEitherByAValueOrByItsOpposite(
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String value) {
        boolean equal = matches(LabelSelectors.read("team=" + value));
        boolean different = matches(LabelSelectors.read("team!=" + value));
        boolean in = matches(LabelSelectors.read("team in (%s)".formatted(value)));

        assertThat(equal).isNotEqualTo(different).isEqualTo(in);
    }

    private static <S extends Selector> boolean matches(SelectorReading<S> reading) {
        return switch (reading) {
            case SelectorReading.Read<S>(S selector) -> selector.matches(SUBJECT);
            case SelectorReading.Wrong<S>(String message) -> throw new AssertionError(message);
        };
    }
}
