package io.gantry.embedded.devservices.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GantryDevServicesConfigTest {

    @Test
    void shouldHaveTheDocumentedDefaults() {
        GantryDevServicesConfig config = config(Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.directory())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".gantry", "dev"));
        assertThat(config.kafkaPort()).isZero();
        assertThat(config.postgresPort()).isZero();
        assertThat(config.s3Port()).isZero();
    }

    @Test
    void shouldHaveTheDocumentedNames() {
        GantryDevServicesConfig config =
                config(
                        Map.of(
                                "gantry.dev-services.enabled", "false",
                                "gantry.dev-services.directory", "/data",
                                "gantry.dev-services.kafka-port", "9092",
                                "gantry.dev-services.postgres-port", "5432",
                                "gantry.dev-services.s3-port", "9000"));

        assertThat(config.enabled()).isFalse();
        assertThat(config.directory()).isEqualTo(Path.of("/data"));
        assertThat(config.kafkaPort()).isEqualTo(9092);
        assertThat(config.postgresPort()).isEqualTo(5432);
        assertThat(config.s3Port()).isEqualTo(9000);
    }

    private static GantryDevServicesConfig config(Map<String, String> values) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addSystemSources()
                        .addDefaultInterceptors()
                        .withDefaultValues(values)
                        .withMapping(GantryDevServicesConfig.class)
                        .build();
        return config.getConfigMapping(GantryDevServicesConfig.class);
    }
}
