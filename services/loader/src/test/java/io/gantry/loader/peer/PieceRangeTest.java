package io.gantry.loader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PieceRangeTest {

    @Test
    void shouldReadARange() {
        assertThat(PieceRange.parse("bytes=5-9")).isEqualTo(new PieceRange(5, 10));
        assertThat(new PieceRange(5, 10).of(20)).isEqualTo("bytes 5-9/20");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes=0-",
                "bytes=-5",
                "bytes=9-5",
                "bytes=0-1,3-4",
                "bytes=0-1048576",
                "bytes=0-99999999999999999999"
            })
    void shouldRefuseAnythingElse(String header) {
        assertThatThrownBy(() -> PieceRange.parse(header))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(416));
    }
}
