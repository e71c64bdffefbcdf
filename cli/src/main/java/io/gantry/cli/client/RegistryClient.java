package io.gantry.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The HTTP API of the registry, or of a service that answers as it does. An answer that is no
/// success ends the command with the service's own words.
public final class RegistryClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String service;
    private final URI address;

    public RegistryClient(URI registry) {
        this("registry", registry);
    }

    /// @param service as messages call it
    RegistryClient(String service, URI address) {
        this.service = service;
        this.address = address;
    }

    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    public JsonNode delete(String path) {
        return send(request(path).DELETE());
    }

    public JsonNode post(String path, String contentType, String body) {
        return send(
                request(path)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = parse(response.body());
            if (response.statusCode() >= 400) {
                throw CliException.failed(sentence(response.statusCode(), body));
            }
            return body;
        } catch (IOException e) {
            throw CliException.unreachable(
                    "The %s at %s does not answer; is Gantry up? (%s)"
                            .formatted(service, address, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted while waiting for the " + service);
        }
    }

    /// An RFC 9457 problem with its field errors, or a Kubernetes Status, as text.
    private String sentence(int status, JsonNode body) {
        StringBuilder text =
                new StringBuilder(
                        body.path("detail")
                                .asText(
                                        body.path("message")
                                                .asText(
                                                        "The %s answered %d"
                                                                .formatted(service, status))));
        body.path("errors")
                .forEach(error ->
                        text.append("\n  ")
                                .append(error.path("field").asText())
                                .append(": ")
                                .append(error.path("message").asText()));
        return text.toString();
    }

    private static JsonNode parse(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().objectNode().put("detail", body);
        }
    }
}
