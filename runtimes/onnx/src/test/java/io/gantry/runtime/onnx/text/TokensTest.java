package io.gantry.runtime.onnx.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void shouldKeepTheClosingTokenWhenTruncated() {
        // Given
        Tokens tokens = Tokens.of(new long[] {101, 1, 2, 3, 4, 102}, new long[6], 1);
        // When
        Tokens cut = tokens.truncated(4);
        // Then
        assertThat(ids(cut)).containsExactly(101, 1, 2, 102);
        assertThat(cut.found()).isEqualTo(6);
    }

    @Test
    void shouldBeTheSameWhenItFits() {
        // Given
        Tokens tokens = Tokens.ofIds(new long[] {7, 8});
        // When, Then
        assertThat(tokens.truncated(2)).isSameAs(tokens);
    }

    @Test
    void shouldEndAnywhereWithoutClosingTokens() {
        // When, Then
        assertThat(ids(Tokens.ofIds(new long[] {7, 8, 9}).truncated(2))).containsExactly(7, 8);
    }

    private static long[] ids(Tokens tokens) {
        return IntStream.range(0, tokens.length()).mapToLong(tokens::id).toArray();
    }
}
