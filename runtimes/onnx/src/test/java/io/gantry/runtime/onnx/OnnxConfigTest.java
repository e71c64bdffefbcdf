package io.gantry.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.runtime.onnx.text.Pooling;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Pins every setting's name and default, because both are part of what operators rely on.
class OnnxConfigTest {

    private static final Map<String, String> ALL =
            Map.ofEntries(
                    Map.entry("gantry.onnx.model-name", "m"),
                    Map.entry("gantry.onnx.model-version", "7"),
                    Map.entry("gantry.onnx.model-dir", "/models"),
                    Map.entry("gantry.onnx.threads", "3"),
                    Map.entry("gantry.onnx.queue-size", "5"),
                    Map.entry("gantry.onnx.native-dir", "/native"),
                    Map.entry("gantry.onnx.training", "true"),
                    Map.entry("gantry.onnx.text.tokenizer", "none"),
                    Map.entry("gantry.onnx.text.max-tokens", "99"),
                    Map.entry("gantry.onnx.text.pooling", "cls"),
                    Map.entry("gantry.onnx.text.normalize", "false"),
                    Map.entry("gantry.onnx.text.max-batch-size", "4"),
                    Map.entry("gantry.onnx.text.max-batch-tokens", "512"));

    @Test
    void shouldHaveTheseDefaults() {
        // When
        OnnxConfig config = read(Map.of());
        // Then
        assertThat(config.modelName()).isEqualTo("model");
        assertThat(config.modelVersion()).isEqualTo("1");
        assertThat(config.modelDir()).isEqualTo(Path.of("/mnt/models"));
        assertThat(config.threads()).isEmpty();
        assertThat(config.queueSize()).isEqualTo(64);
        assertThat(config.nativeDir())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/gantry/native"));
        assertThat(config.training()).isFalse();
        assertThat(config.text().tokenizer()).isEmpty();
        assertThat(config.text().maxTokens()).isEmpty();
        assertThat(config.text().pooling()).isEmpty();
        assertThat(config.text().normalize()).isEmpty();
        assertThat(config.text().maxBatchSize()).isEqualTo(32);
        assertThat(config.text().maxBatchTokens()).isEqualTo(8192);
    }

    @Test
    void shouldHaveTheseNames() {
        // When
        OnnxConfig config = read(ALL);
        // Then
        assertThat(config.modelName()).isEqualTo("m");
        assertThat(config.modelVersion()).isEqualTo("7");
        assertThat(config.modelDir()).isEqualTo(Path.of("/models"));
        assertThat(config.threads()).hasValue(3);
        assertThat(config.queueSize()).isEqualTo(5);
        assertThat(config.nativeDir()).isEqualTo(Path.of("/native"));
        assertThat(config.training()).isTrue();
        assertThat(config.text().tokenizer()).contains("none");
        assertThat(config.text().maxTokens()).hasValue(99);
        assertThat(config.text().pooling()).contains(Pooling.CLS);
        assertThat(config.text().normalize()).contains(false);
        assertThat(config.text().maxBatchSize()).isEqualTo(4);
        assertThat(config.text().maxBatchTokens()).isEqualTo(512);
    }

    @Test
    void shouldHaveNoOtherSettings() {
        // When, Then
        int members =
                OnnxConfig.class.getDeclaredMethods().length
                        + OnnxConfig.Text.class.getDeclaredMethods().length
                        - 1;
        assertThat(new TreeSet<>(ALL.keySet())).hasSize(members);
    }

    private static OnnxConfig read(Map<String, String> settings) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(OnnxConfig.class)
                        .addDefaultInterceptors()
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of("user.home", System.getProperty("user.home")),
                                        "system",
                                        0))
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build();
        return config.getConfigMapping(OnnxConfig.class);
    }
}
