package io.gantry.loader.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.fetch.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullRequestTest {

    @Test
    void shouldTakePairsAsKServesInitializerDoes() {
        assertThat(PullRequest.parse(List.of("s3://a/b", "/mnt/models", "hf://c/d", "/mnt/lora")))
                .containsExactly(
                        new PullRequest("s3://a/b", Path.of("/mnt/models"), null, null),
                        new PullRequest("hf://c/d", Path.of("/mnt/lora"), null, null));
    }

    @Test
    void shouldTakeWhatIsKnownOfOneModel() {
        assertThat(
                        PullRequest.parse(
                                List.of("--artifact", "5f3c", "--sha256", "ab", "s3://a", "/m")))
                .containsExactly(new PullRequest("s3://a", Path.of("/m"), "5f3c", "ab"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s3://a                       | SRC and DEST come in pairs, found 1 words
                    s3://a /m s3://b             | SRC and DEST come in pairs, found 3 words
                    --sha256                     | --sha256 lacks its value
                    --force s3://a /m            | unknown option --force
                    --sha256 ab s3://a /m s3://b /n | --artifact and --sha256 are for one SRC, found 2
                    """)
    void shouldSayWhatIsWrong(String words, String message) {
        assertThatThrownBy(() -> PullRequest.parse(List.of(words.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldTellHowFarItIs() {
        Progress progress = new Progress();
        progress.expect(4L << 30);
        progress.add(1L << 30);

        assertThat(ProgressLines.line("s3://a", progress, 4))
                .isEqualTo("s3://a: 1.0 GiB of 4.0 GiB, 256.0 MiB/s, 12 s left");
        assertThat(ProgressLines.line("s3://a", new Progress(), 4)).isEqualTo("s3://a: 0 B, 0 B/s");
    }
}
