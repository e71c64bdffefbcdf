package io.gantry.embedded.it;

import static io.gantry.embedded.it.Application.bean;
import static io.gantry.embedded.it.Application.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DevServicesTest {

    @Test
    void shouldProvideKafkaWithGantrysTopics() throws Exception {
        // Given
        Map<String, Object> config =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        property("kafka.bootstrap.servers"),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000);

        // When
        try (var producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("gantry.registrations", "iris")).get();
        }

        // Then
        assertThat(bean(Registrations.class).next()).isEqualTo("iris");
    }

    @Test
    void shouldProvideOneDatabaseToJdbcAndTheReactiveClient() throws Exception {
        // Given
        try (var connection = bean(AgroalDataSource.class).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table model(name text)");
            statement.execute("insert into model values ('iris')");
        }

        // When
        var rows =
                bean(Pool.class).query("select name from model").execute().await().indefinitely();

        // Then
        assertThat(rows).extracting(row -> row.getString("name")).containsExactly("iris");
    }

    @Test
    void shouldProvideAnS3Endpoint() throws Exception {
        // Given
        URI endpoint = URI.create(property("gantry.embedded.s3.endpoint"));
        assertThat(property("gantry.embedded.s3.access-key")).isNotBlank();
        assertThat(property("gantry.embedded.s3.secret-key")).isNotBlank();

        // When
        HttpResponse<String> response;
        try (HttpClient client = HttpClient.newHttpClient()) {
            response =
                    client.send(
                            HttpRequest.newBuilder(endpoint).build(),
                            HttpResponse.BodyHandlers.ofString());
        }

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("<Code>AccessDenied</Code>");
    }
}
