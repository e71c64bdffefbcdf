package io.gantry.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceConfigurationTest {

    @Test
    void shouldNameVariablesAsMicroProfileConfigDoes() {
        assertThat(ServiceConfiguration.variable("gantry.loader.s3.access-key"))
                .isEqualTo("GANTRY_LOADER_S3_ACCESS_KEY");
        assertThat(ServiceConfiguration.variable("quarkus.http.port"))
                .isEqualTo("QUARKUS_HTTP_PORT");
    }
}
