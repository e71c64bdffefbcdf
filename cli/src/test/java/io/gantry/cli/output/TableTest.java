package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
