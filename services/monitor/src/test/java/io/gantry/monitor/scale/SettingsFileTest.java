package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.monitor.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Knative's ConfigMap as Kubernetes mounts it: a link to a directory that is exchanged as a whole.
class SettingsFileTest {

    @TempDir Path directory;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private int version;

    @BeforeEach
    void mount() throws IOException {
        mounted(Map.of("stable-window", "90s"));
    }

    @Test
    void shouldFollowTheConfigMapAndKeepTheLastGoodValues() throws IOException {
        SettingsFile file = file();
        assertThat(file.current().windows().stable()).isEqualTo(Duration.ofSeconds(90));
        assertThat(file.renewed()).isFalse();

        // When it changes
        mounted(Map.of("stable-window", "2m", "max-scale", "7"));
        assertThat(file.renewed()).isTrue();
        assertThat(file.current().windows().stable()).isEqualTo(Duration.ofMinutes(2));
        assertThat(file.current().scale().max()).isEqualTo(7);
        assertThat(file.renewed()).isFalse();

        // When it is spoiled
        mounted(Map.of("stable-window", "soon"));
        assertThat(file.renewed()).isFalse();
        assertThat(file.current().windows().stable()).isEqualTo(Duration.ofMinutes(2));
        assertThat(refused()).isEqualTo(1);

        // When it is right again, and a key is gone
        mounted(Map.of("max-scale", "8"));
        assertThat(file.renewed()).isTrue();
        assertThat(file.current().windows().stable()).isEqualTo(Duration.ofSeconds(60));
        assertThat(refused()).isZero();
    }

    /// Spoiled and put back as it was before.
    @Test
    void shouldNotBeRefusedForLongerThanItIsWrong() throws IOException {
        SettingsFile file = file();
        mounted(Map.of("stable-window", "1s"));
        assertThat(file.renewed()).isFalse();
        assertThat(refused()).isEqualTo(1);

        mounted(Map.of("stable-window", "90s"));

        assertThat(file.renewed()).isFalse();
        assertThat(refused()).isZero();
    }

    /// A volume that is optional is an empty directory until the ConfigMap is there.
    @Test
    void shouldDoWithoutAConfigMap() throws IOException {
        mounted(Map.of());
        SettingsFile file = file();
        assertThat(file.current().windows().stable()).isEqualTo(Duration.ofSeconds(60));
        assertThat(refused()).isZero();

        Files.delete(directory.resolve("stable-window"));
        assertThat(file.renewed()).isFalse();
    }

    /// As Knative's autoscaler does: with which values should it begin?
    @Test
    void shouldNotStartWithWhatItCannotTake() throws IOException {
        mounted(Map.of("stable-window", "soon"));

        assertThatThrownBy(this::file)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("stable-window");
    }

    private SettingsFile file() {
        return new SettingsFile(
                Settings.with(Map.of("gantry.monitor.autoscaler.config-map", directory.toString())),
                metrics);
    }

    private double refused() {
        return metrics.get("gantry.monitor.autoscaler.config.refused").gauge().value();
    }

    /// Writes a version beside the one before and turns the link `..data` to it, as the kubelet
    /// does; each key is a link through that.
    private void mounted(Map<String, String> keys) throws IOException {
        Path target = Files.createDirectory(directory.resolve("..version" + version++));
        for (Map.Entry<String, String> key : keys.entrySet()) {
            Files.writeString(target.resolve(key.getKey()), key.getValue());
        }
        Path data = directory.resolve("..data");
        Files.deleteIfExists(data);
        Files.createSymbolicLink(data, target.getFileName());
        for (String key : java.util.Set.of("stable-window", "max-scale")) {
            Path link = directory.resolve(key);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", key));
            }
        }
    }
}
