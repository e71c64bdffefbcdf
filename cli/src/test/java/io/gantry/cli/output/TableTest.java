package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldAlignColumnsWithoutTrailingSpace() {
        Table table = new Table("NAME", "READY").row("a-long-name", "True").row("b", "");

        assertThat(table.toString()).isEqualTo("NAME          READY\na-long-name   True\nb\n");
    }

    @Test
    void shouldRefuseARowOfOtherLength() {
        assertThatThrownBy(() -> new Table("A", "B").row("1")).hasMessage("1 cells for 2 columns");
    }

    @Test
    void shouldPrintAmountsInShortForm() {
        assertThat(Amounts.bytes(512)).isEqualTo("512 B");
        assertThat(Amounts.bytes(24_012_390)).isEqualTo("22.9 MiB");
        assertThat(Amounts.duration(Duration.ofMillis(850))).isEqualTo("850 ms");
        assertThat(Amounts.duration(Duration.ofMillis(12_345))).isEqualTo("12.3 s");
        assertThat(Amounts.duration(Duration.ofSeconds(245))).isEqualTo("4 min 5 s");
    }
}
