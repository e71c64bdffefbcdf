package io.gantry.events.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void shouldPrintAmountsInShortForm() {
        assertThat(Amounts.bytes(512)).isEqualTo("512 B");
        assertThat(Amounts.bytes(24_012_390)).isEqualTo("22.9 MiB");
        assertThat(Amounts.duration(Duration.ofMillis(850))).isEqualTo("850 ms");
        assertThat(Amounts.duration(Duration.ofMillis(12_345))).isEqualTo("12.3 s");
        assertThat(Amounts.duration(Duration.ofSeconds(245))).isEqualTo("4 min 5 s");
    }
}
