package io.gantry.proxy.world;

import static org.awaitility.Awaitility.await;

import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.InferenceLogEvent;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.TrafficSampled;
import io.gantry.proxy.admit.Gates;
import io.gantry.proxy.graph.Graphs;
import io.gantry.proxy.route.RevisionRoute;
import io.gantry.proxy.route.ServiceRoute;
import io.quarkus.arc.Arc;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/// The proxy's surroundings in one test: models on the topics, and a client.
public final class World implements AutoCloseable {

    private final Topics topics;
    private final URI proxy;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Around the proxy that Quarkus started for the test.
    public World() {
        this.proxy = URI.create("http://127.0.0.1:" + RestAssured.port);
        this.topics =
                new Topics(
                        ConfigProvider.getConfig()
                                .getValue("kafka.bootstrap.servers", String.class));
    }

    /// A name that no other test has.
    public static String newName() {
        return "m" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// A service of namespace `default` with one revision, served by these replicas.
    public String serve(Predictor... replicas) {
        return serveWith("{}", replicas);
    }

    /// @param predictor KServe's predictor as JSON
    public String serveWith(String predictor, Predictor... replicas) {
        return serveAt(
                predictor, Stream.of(replicas).map(Predictor::endpoint).toArray(Endpoint[]::new));
    }

    /// @param predictor KServe's predictor as JSON
    public String serveAt(String predictor, Endpoint... endpoints) {
        String name = newName();
        publish(
                Events.applied(
                        Keys.DEFAULT_NAMESPACE, name, Events.revision(name, 1, 100, predictor)),
                Events.ready(Keys.DEFAULT_NAMESPACE, name, 1, endpoints));
        awaitReplicas(name, endpoints.length);
        return name;
    }

    /// A service of namespace `default` that is scaled to zero.
    public String sleeping() {
        return sleepingWith("{}");
    }

    /// @param predictor KServe's predictor as JSON
    public String sleepingWith(String predictor) {
        String name = newName();
        publish(
                Events.applied(
                        Keys.DEFAULT_NAMESPACE, name, Events.revision(name, 1, 100, predictor)),
                Events.inPhase(Keys.DEFAULT_NAMESPACE, name, 1, Phase.STANDBY));
        awaitRoute(
                name,
                service ->
                        service.revisions().stream()
                                .anyMatch(revision -> revision.phase() == Phase.STANDBY));
        return name;
    }

    /// A graph of namespace `default`.
    ///
    /// @param nodes as JSON
    public String graph(String nodes) {
        return graph(newName(), nodes);
    }

    public String graph(String name, String nodes) {
        return graphOf(name, "{\"nodes\":%s}".formatted(nodes));
    }

    /// @param more members of its spec
    public String graphWith(String nodes, String more) {
        return graphOf(newName(), "{\"nodes\":%s,%s}".formatted(nodes, more));
    }

    private String graphOf(String name, String spec) {
        publish(Events.graph(Keys.DEFAULT_NAMESPACE, name, spec));
        Graphs graphs = Arc.container().instance(Graphs.class).get();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> graphs.find(Keys.DEFAULT_NAMESPACE, name).isPresent());
        return name;
    }

    public void publish(Event... events) {
        topics.publish(events);
    }

    public List<InferenceLogEvent> logged(String service) {
        return topics.logged(service);
    }

    public List<TrafficSampled> traffic(String service) {
        return topics.traffic(service);
    }

    /// Waits until the proxy knows so many ready replicas of a service.
    public void awaitReplicas(String service, int replicas) {
        awaitRoute(
                service,
                route ->
                        route.revisions().stream()
                                        .map(RevisionRoute::endpoints)
                                        .mapToInt(List::size)
                                        .sum()
                                == replicas);
    }

    public void awaitRoute(String service, Predicate<ServiceRoute> condition) {
        awaitRoute(Keys.DEFAULT_NAMESPACE, service, condition);
    }

    public void awaitRoute(String namespace, String service, Predicate<ServiceRoute> condition) {
        Gates gates = Arc.container().instance(Gates.class).get();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        gates.table()
                                .service(Keys.service(namespace, service))
                                .filter(condition)
                                .isPresent());
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(proxy.resolve(path));
    }

    public HttpResponse<String> get(String path) {
        return send(to(path).GET());
    }

    public HttpResponse<String> post(String path, String body) {
        return send(posting(path, body));
    }

    public HttpRequest.Builder posting(String path, String body) {
        return to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    public HttpClient http() {
        return http;
    }

    public URI proxy() {
        return proxy;
    }

    @Override
    public void close() {
        http.shutdownNow();
        topics.close();
    }
}
