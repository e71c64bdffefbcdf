package io.gantry.proxy.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawClient;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several proxies in front of one replica that takes two requests at once.
@QuarkusTest
@TestProfile(PlacesIT.Bystander.class)
class PlacesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LIMITED = "{\"containerConcurrency\": 2}";
    private static final int LIMIT = 2;
    private static final int CLIENTS = 60;
    private static final int WORK_MILLIS = 20;
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir Path directory;
    private World world;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<ProxyProcess> proxies = new ArrayList<>();
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger mostAtWork = new AtomicInteger();

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void end() {
        proxies.forEach(ProxyProcess::close);
        http.shutdownNow();
        world.close();
    }

    @Test
    void shouldGiveAReplicaNoMoreThanItTakesFromAllProxiesTogether() throws Exception {
        try (Predictor counting = Predictor.answering(this::work)) {
            // Given
            startProxies(3);
            String model = serve(counting);

            // When
            List<CompletableFuture<HttpResponse<String>>> answers =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(i -> send(proxies.get(i % proxies.size()), model))
                            .toList();

            // Then
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> got = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(got.statusCode()).as(got.body()).isEqualTo(200);
            }
            assertThat(mostAtWork).hasValue(LIMIT);
            assertThat(sum("gantry_proxy_relayed_total", "outcome=\"answered\""))
                    .as("what came to the others")
                    .isEqualTo(CLIENTS / 3 * 2);
            assertThat(sum("gantry_proxy_requests_total", model))
                    .as("each is counted once")
                    .isEqualTo(CLIENTS);
        }
    }

    @Test
    void shouldStreamThroughTheProxyThatTheClientAsked() throws Exception {
        Queue<HttpServerRequest> streams = new ConcurrentLinkedQueue<>();
        try (Predictor streaming = Predictor.answering(request -> begin(request, streams))) {
            startProxies(2);
            String model = serve(streaming);

            for (ProxyProcess proxy : proxies) {
                try (RawClient client = new RawClient(proxy.port())) {
                    client.post("/v1/chat/completions", "{\"model\":\"%s\"}".formatted(model));
                    assertThat(client.head()).startsWith("HTTP/1.1 200 ");
                    assertThat(client.until("data: one\n\n")).isNotEmpty();

                    streams.remove().response().end("data: two\n\n");

                    assertThat(client.until("0\r\n\r\n")).contains("data: two");
                }
            }
            assertThat(sum("gantry_proxy_relayed_total", "outcome=\"answered\"")).isEqualTo(1);
        }
    }

    @Test
    void shouldTellTheReplicaWhenTheClientIsGoneInMidStream() throws Exception {
        Queue<HttpServerRequest> streams = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger();
        try (Predictor streaming =
                Predictor.answering(request -> {
                    request.response().closeHandler(_ -> left.incrementAndGet());
                    begin(request, streams);
                })) {
            startProxies(2);
            String model = serve(streaming);

            for (ProxyProcess proxy : proxies) {
                try (RawClient client = new RawClient(proxy.port())) {
                    client.post("/v1/chat/completions", "{\"model\":\"%s\"}".formatted(model));
                    assertThat(client.until("data: one\n\n")).isNotEmpty();
                }
            }

            await("both places to be free").atMost(PATIENCE).until(() -> left.get() == 2);
            await().until(() -> proxies.stream().allMatch(proxy -> proxy.idle(model)));
            assertThat(sum("gantry_proxy_relayed_total", "outcome=\"client_gone\"")).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnWhenTheProxyWithThePlacesIsKilled() throws Exception {
        try (Predictor counting = Predictor.answering(this::work)) {
            startProxies(3);
            String model = serve(counting);
            ProxyProcess first = whoAdmits(model);
            List<ProxyProcess> others = others(first);
            try (Load load = new Load(others, model)) {
                load.awaitMore(50);

                first.kill();

                load.awaitMore(50);
                await("both to miss it")
                        .atMost(PATIENCE)
                        .until(() ->
                                others.stream()
                                        .allMatch(each ->
                                                each.metric("gantry_proxy_peers", "") == 1));
                load.awaitMore(50);
                assertThat(load.failures()).isEmpty();
            }
        }
    }

    @Test
    void shouldLoseNoRequestWhenTheProxyWithThePlacesEnds() throws Exception {
        try (Predictor counting = Predictor.answering(this::work)) {
            startProxies(3);
            String model = serve(counting);
            ProxyProcess first = whoAdmits(model);
            try (Load load = new Load(others(first), model)) {
                load.awaitMore(50);

                first.terminate();
                first.end();

                load.awaitMore(50);
                assertThat(load.failures()).isEmpty();
                assertThat(first.log()).doesNotContain("not answered in time");
            }
        }
    }

    private void startProxies(int count) {
        for (int i = 0; i < count; i++) {
            proxies.add(
                    ProxyProcess.start(
                            ConfigProvider.getConfig()
                                    .getValue("kafka.bootstrap.servers", String.class),
                            directory,
                            "gantry.proxy.instance=proxy-" + NAMES.incrementAndGet(),
                            "gantry.proxy.peers.interval=500ms"));
        }
        await("all know each other")
                .atMost(PATIENCE)
                .until(() ->
                        proxies.stream()
                                .allMatch(each ->
                                        each.metric("gantry_proxy_peers", "") == count - 1));
    }

    private String serve(Predictor predictor) {
        String model = world.serveWith(LIMITED, predictor);
        proxies.forEach(proxy -> proxy.awaitRoute(model));
        return model;
    }

    /// Works on a request for a moment, and notes how many are worked on.
    private void work(HttpServerRequest request) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable end =
                () -> {
                    if (over.compareAndSet(false, true)) {
                        atWork.decrementAndGet();
                    }
                };
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        request.response().closeHandler(_ -> end.run());
        Executor later = CompletableFuture.delayedExecutor(WORK_MILLIS, TimeUnit.MILLISECONDS);
        request.body()
                .onSuccess(body ->
                        later.execute(() -> {
                            end.run();
                            request.response().end(body);
                        }));
    }

    private static void begin(HttpServerRequest request, Queue<HttpServerRequest> streams) {
        request.response()
                .putHeader("Content-Type", "text/event-stream")
                .setChunked(true)
                .write("data: one\n\n");
        streams.add(request);
    }

    private CompletableFuture<HttpResponse<String>> send(ProxyProcess proxy, String model) {
        return http.sendAsync(request(proxy, model), BodyHandlers.ofString());
    }

    private static HttpRequest request(ProxyProcess proxy, String model) {
        return HttpRequest.newBuilder(proxy.predict(model))
                .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [1]}"))
                .build();
    }

    private ProxyProcess whoAdmits(String model) throws Exception {
        send(proxies.getFirst(), model).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return proxies.stream()
                .filter(each -> each.metric("gantry_proxy_requests_total", model) == 1)
                .findFirst()
                .orElseThrow();
    }

    private List<ProxyProcess> others(ProxyProcess proxy) {
        return proxies.stream().filter(each -> each != proxy).toList();
    }

    private double sum(String metric, String label) {
        return proxies.stream()
                .filter(ProxyProcess::alive)
                .mapToDouble(each -> each.metric(metric, label))
                .sum();
    }

    /// Clients that ask one after the other for as long as the test goes.
    private final class Load implements AutoCloseable {

        private final AtomicInteger answered = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> clients;
        private volatile boolean over;

        Load(List<ProxyProcess> at, String model) {
            clients =
                    IntStream.range(0, CLIENTS / 3)
                            .mapToObj(i -> at.get(i % at.size()))
                            .map(proxy -> Thread.ofVirtual().start(() -> ask(proxy, model)))
                            .toList();
        }

        private void ask(ProxyProcess proxy, String model) {
            try {
                while (!over) {
                    HttpResponse<String> answer =
                            http.send(request(proxy, model), BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        answered.incrementAndGet();
                    } else {
                        failures.add(answer.statusCode() + " " + answer.body());
                    }
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitMore(int answers) {
            int before = answered.get();
            await("more answers")
                    .atMost(PATIENCE)
                    .until(() -> answered.get() >= before + answers || !failures.isEmpty());
        }

        Queue<String> failures() {
            return failures;
        }

        @Override
        public void close() {
            over = true;
            await("the last answers")
                    .atMost(PATIENCE)
                    .until(() -> clients.stream().noneMatch(Thread::isAlive));
        }
    }

    /// The proxy in the test's own process takes no part.
    public static final class Bystander implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.proxy.peers.host", "0.0.0.0");
        }
    }
}
