package io.gantry.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// `infrastructure.json`: there while the infrastructure is ready, whole or not at all, for its
/// owner's eyes only.
record ConnectionFile(Path path) {

    private static final ObjectMapper JSON = new ObjectMapper();

    void write(InfrastructureConnection connection) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("pid", connection.pid())
                        .put("kafkaBootstrapServers", connection.kafkaBootstrapServers())
                        .put("postgresHost", connection.postgres().host())
                        .put("postgresPort", connection.postgres().port())
                        .put("postgresJdbcUrl", connection.postgres().jdbcUrl())
                        .put("postgresUser", connection.postgres().user())
                        .put("postgresPassword", connection.postgres().password())
                        .put("postgresDatabase", connection.postgres().database())
                        .put("s3Endpoint", connection.s3().endpoint())
                        .put("s3AccessKey", connection.s3().accessKey())
                        .put("s3SecretKey", connection.s3().secretKey());
        try {
            PrivateFile.write(path, json.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /// Empty when the infrastructure is not ready.
    Optional<InfrastructureConnection> read() {
        try {
            return Optional.of(parse(JSON.readValue(Files.readString(path), ObjectNode.class)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new InfrastructureException(path + " is damaged: remove it and start again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    void delete() {
        WorkDirectory.deleteIfExists(path);
    }

    private static InfrastructureConnection parse(ObjectNode json) {
        return new InfrastructureConnection(
                json.path("pid").asLong(),
                json.path("kafkaBootstrapServers").asText(),
                new InfrastructureConnection.Postgres(
                        json.path("postgresHost").asText(),
                        json.path("postgresPort").asInt(),
                        json.path("postgresUser").asText(),
                        json.path("postgresPassword").asText(),
                        json.path("postgresDatabase").asText()),
                new InfrastructureConnection.S3(
                        json.path("s3Endpoint").asText(),
                        json.path("s3AccessKey").asText(),
                        json.path("s3SecretKey").asText()));
    }
}
