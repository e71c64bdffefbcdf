package io.gantry.loader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternsTest {

    /// What Python's `fnmatch.fnmatchcase` says of each.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *.safetensors   | model.safetensors       | true
                    *.safetensors   | sub/model.safetensors   | true
                    *.safetensors   | model.safetensors.json  | false
                    model-?.bin     | model-1.bin             | true
                    model-?.bin     | model-12.bin            | false
                    model-[12].bin  | model-2.bin             | true
                    model-[!12].bin | model-2.bin             | false
                    model-[!12].bin | model-3.bin             | true
                    model-[0-9].bin | model-7.bin             | true
                    []x].bin        | ].bin                   | true
                    [^a].bin        | ^.bin                   | true
                    a[b             | a[b                     | true
                    [&&].bin        | &.bin                   | true
                    a.b             | axb                     | false
                    original/       | original/a/b.pth        | true
                    original/       | original                | false
                    (x)+$.json      | (x)+$.json              | true
                    """)
    void shouldMatchAsPythonDoes(String pattern, String path, boolean matches) {
        assertThat(patterns(pattern, null).wants(path)).isEqualTo(matches);
        assertThat(patterns(null, pattern).wants(path)).isEqualTo(!matches);
    }

    @Test
    void shouldTakeWhatIsAllowedAndNotIgnored() {
        NamePatterns patterns = patterns("[\"*.json\", \"*.safetensors\"]", "config.json, *.bin");

        assertThat(patterns.wants("a.safetensors")).isTrue();
        assertThat(patterns.wants("tokenizer.json")).isTrue();
        assertThat(patterns.wants("config.json")).isFalse();
        assertThat(patterns.wants("a.txt")).isFalse();
        assertThat(patterns.all()).isFalse();
    }

    @Test
    void shouldTakeAllWhenNothingIsSaid() {
        assertThat(patterns(null, " , ").all()).isTrue();
        assertThat(NamePatterns.ALL.wants("anything")).isTrue();
    }

    @Test
    void shouldTakeABracketForAPatternsBeginning() {
        NamePatterns patterns = patterns("[ab].json, c.json", null);

        assertThat(patterns.wants("b.json")).isTrue();
        assertThat(patterns.wants("c.json")).isTrue();
        assertThat(patterns.wants("d.json")).isFalse();
    }

    private static NamePatterns patterns(@Nullable String allow, @Nullable String ignore) {
        return NamePatterns.of(Optional.ofNullable(allow), Optional.ofNullable(ignore));
    }
}
