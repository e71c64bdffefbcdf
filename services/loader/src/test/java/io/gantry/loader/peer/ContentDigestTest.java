package io.gantry.loader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void shouldReadWhatItWrites() {
        assertThat(ContentDigest.parse(ContentDigest.fieldOfHex(HEX)))
                .hasValueSatisfying(
                        digest -> assertThat(HexFormat.of().formatHex(digest)).isEqualTo(HEX));
    }

    @Test
    void shouldFindItsOwnAmongOthers() {
        assertThat(ContentDigest.parse("sha-512=:AA==:, " + ContentDigest.fieldOfHex(HEX)))
                .isPresent();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "sha-256=abc", "sha-256=:abc:", "sha-512=:AA==:"})
    void shouldFindNoneElsewhere(String field) {
        assertThat(ContentDigest.parse(field)).isEmpty();
    }
}
