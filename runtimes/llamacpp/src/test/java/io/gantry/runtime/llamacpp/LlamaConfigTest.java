package io.gantry.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pins every setting's name and default, because both are part of what operators rely on.
class LlamaConfigTest {

    private static final Map<String, String> ALL =
            Map.of(
                    "gantry.llamacpp.model-name", "m",
                    "gantry.llamacpp.model-dir", "/models",
                    "gantry.llamacpp.model-file", "m.gguf",
                    "gantry.llamacpp.max-model-len", "99",
                    "gantry.llamacpp.max-num-seqs", "3",
                    "gantry.llamacpp.queue-size", "5",
                    "gantry.llamacpp.threads", "7",
                    "gantry.llamacpp.native-dir", "/native");

    @Test
    void shouldHaveTheseDefaults() {
        LlamaConfig config = read(Map.of());

        assertThat(config.modelName()).isEqualTo("model");
        assertThat(config.modelDir()).isEqualTo(Path.of("/mnt/models"));
        assertThat(config.modelFile()).isEmpty();
        assertThat(config.maxModelLen()).isEmpty();
        assertThat(config.maxNumSeqs()).isEqualTo(4);
        assertThat(config.queueSize()).isEqualTo(64);
        assertThat(config.threads()).isEmpty();
        assertThat(config.nativeDir())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/gantry/native"));
    }

    @Test
    void shouldHaveTheseNames() {
        LlamaConfig config = read(ALL);

        assertThat(config.modelName()).isEqualTo("m");
        assertThat(config.modelDir()).isEqualTo(Path.of("/models"));
        assertThat(config.modelFile()).contains("m.gguf");
        assertThat(config.maxModelLen()).hasValue(99);
        assertThat(config.maxNumSeqs()).isEqualTo(3);
        assertThat(config.queueSize()).isEqualTo(5);
        assertThat(config.threads()).hasValue(7);
        assertThat(config.nativeDir()).isEqualTo(Path.of("/native"));
    }

    @Test
    void shouldHaveNoOtherSettings() {
        assertThat(ALL).hasSize(LlamaConfig.class.getDeclaredMethods().length);
    }

    private static LlamaConfig read(Map<String, String> settings) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(LlamaConfig.class)
                        .addDefaultInterceptors()
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of("user.home", System.getProperty("user.home")),
                                        "system",
                                        0))
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build();
        return config.getConfigMapping(LlamaConfig.class);
    }
}
