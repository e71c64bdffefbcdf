package io.gantry.monitor.query;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryResultTest {

    @Test
    void shouldReadAScalarAndAVectorOfOne() {
        assertThat(read("scalar", "[1700000000.1,\"12.5\"]")).isEqualTo(new Answer.Value(12.5));
        assertThat(read("vector", "[{\"metric\":{\"a\":\"b\"},\"value\":[1700000000.1,\"3e2\"]}]"))
                .isEqualTo(new Answer.Value(300));
    }

    /// Nothing is not zero.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    vector | [] | has no result
                    vector | [{"value":[1,"1"]},{"value":[1,"2"]}] | has 2 results
                    vector | [{"value":[1,"NaN"]}] | is NaN
                    scalar | [1,"+Inf"] | no number
                    scalar | [1,"Infinity"] | is Infinity
                    scalar | [] | no number
                    matrix | [{"values":[[1,"1"]]}] | no number
                    string | [1,"7"] | no number
                    """)
    void shouldTellWhyThereIsNoNumber(String type, String result, String why) {
        assertThat(read(type, result))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.why()).contains(why));
    }

    @Test
    void shouldTellWhatTheServerSaysOfTheQuery() {
        assertThat(
                        QueryResult.read(
                                "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error: %s\"}"
                                        .formatted("x".repeat(1_000))))
                .isInstanceOfSatisfying(
                        Answer.None.class,
                        none ->
                                assertThat(none.why())
                                        .startsWith("is refused by the server: parse error: x")
                                        .hasSizeLessThan(300));
        assertThat(QueryResult.read("<html>"))
                .isEqualTo(new Answer.None("is not answered with JSON"));
    }

    @Property
    void shouldTakeAnyText(@ForAll String text) {
        assertThat(QueryResult.read(text)).isInstanceOf(Answer.None.class);
        assertThat(read("vector", text)).isNotNull();
    }

    private static Answer read(String type, String result) {
        return QueryResult.read(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":%s}}"
                        .formatted(type, result));
    }
}
