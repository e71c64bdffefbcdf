package io.gantry.embedded.it;

import static io.gantry.embedded.it.Application.bean;
import static io.gantry.embedded.it.Application.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(UserKafkaTest.Settings.class)
class UserKafkaTest {

    @Test
    void shouldLeaveTheUsersKafkaAloneAndProvideTheRest() throws Exception {
        assertThat(property("kafka.bootstrap.servers")).isEqualTo("127.0.0.1:1");
        try (var connection = bean(AgroalDataSource.class).getConnection()) {
            assertThat(connection.isValid(10)).isTrue();
        }
        assertThat(property("gantry.embedded.s3.endpoint")).startsWith("http://127.0.0.1:");
    }

    public static class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "mp.messaging.incoming.registrations.enabled", "false");
        }
    }
}
