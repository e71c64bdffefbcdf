package io.gantry.embedded.it;

import static io.gantry.embedded.it.Application.optionalProperty;
import static io.gantry.embedded.it.Application.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(UserSettingsTest.Settings.class)
class UserSettingsTest {

    @Test
    void shouldStartNothingForAnApplicationThatIsFullyConfigured() {
        assertThat(property("kafka.bootstrap.servers")).isEqualTo("127.0.0.1:1");
        assertThat(property("quarkus.datasource.jdbc.url"))
                .isEqualTo("jdbc:postgresql://127.0.0.1:1/x");
        assertThat(optionalProperty("quarkus.datasource.password")).isEmpty();
        assertThat(optionalProperty("gantry.embedded.s3.endpoint")).isEmpty();
    }

    public static class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "mp.messaging.incoming.registrations.enabled", "false",
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:1/x",
                    "quarkus.datasource.reactive.url", "postgresql://127.0.0.1:1/x");
        }
    }
}
