package io.gantry.registry.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A client that watches InferenceServices of a namespace.
final class WatchClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private WatchClient(URI address, String accept) {
        Stream<String> answer = get(address, accept);
        Thread.ofVirtual()
                .start(() -> {
                    try (answer) {
                        answer.forEach(lines::add);
                    } catch (UncheckedIOException e) {
                        lines.add("{\"type\": \"CUT\"}");
                    }
                });
    }

    static WatchClient of(String namespace, String parameters) {
        return of(namespace, parameters, "application/json");
    }

    static WatchClient of(String namespace, String parameters, String accept) {
        URI address =
                URI.create(
                        "http://localhost:%d/apis/serving.kserve.io/v1beta1/namespaces/%s/inferenceservices?watch=true&%s"
                                .formatted(RestAssured.port, namespace, parameters));
        return new WatchClient(address, accept);
    }

    /// All events up to the first of that type.
    List<JsonNode> awaitUntil(String type) {
        List<JsonNode> events = new ArrayList<>();
        do {
            events.add(next());
        } while (!type(events.getLast()).equals(type));
        return events;
    }

    /// The names of that many resources.
    Set<String> awaitNames(int count) {
        Set<String> names = new HashSet<>();
        while (names.size() < count) {
            names.add(name(next()));
        }
        return names;
    }

    static String type(JsonNode event) {
        return event.path("type").asText();
    }

    static String name(JsonNode event) {
        return event.at("/object/metadata/name").asText();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Stream<String> get(URI address, String accept) {
        try {
            HttpResponse<Stream<String>> response =
                    http.send(
                            HttpRequest.newBuilder(address).header("Accept", accept).build(),
                            HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + ": " + response.body().toList());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode next() {
        try {
            String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new AssertionError("The watch says nothing more");
            }
            return new ObjectMapper().readTree(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
