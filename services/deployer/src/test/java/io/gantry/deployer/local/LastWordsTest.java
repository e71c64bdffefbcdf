package io.gantry.deployer.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWordsTest {

    @Test
    void shouldPreferWhatTheProgramReports() {
        assertThat(
                        LastWords.of(
                                "serve",
                                """
                                serve: the first try failed
                                java.io.IOException: cut off
                                serve: model.onnx is HTML, not ONNX
                                INFO stopped in 0.3s
                                """))
                .contains("model.onnx is HTML, not ONNX");
    }

    @Test
    void shouldTakeTheLastExceptionOfAnyOther() {
        assertThat(
                        LastWords.of(
                                "python",
                                """
                                Traceback (most recent call last):
                                  File "server.py", line 3, in <module>
                                ValueError: no config.json in /mnt/models
                                """))
                .contains("ValueError: no config.json in /mnt/models");
    }

    @Test
    void shouldHaveNothingToSayOfASilentEnd() {
        assertThat(LastWords.of("serve", "Listening on 8080\nINFO stopped")).isEmpty();
        assertThat(LastWords.of("serve", null)).isEmpty();
    }
}
