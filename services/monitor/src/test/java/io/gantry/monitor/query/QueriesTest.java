package io.gantry.monitor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.monitor.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueriesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    @TempDir Path directory;
    private volatile int status = 200;
    private HttpServer server;
    private URI address;
    private Queries queries;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/prefix/api/v1/query",
                exchange -> {
                    String query =
                            URLDecoder.decode(
                                    exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
                    authorizations.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    try {
                        if (query.equals("query=slow")) {
                            end.await();
                        }
                        String value = query.equals("query=sum(a{b=\"c d\"}) + 1") ? "7" : "1";
                        String body =
                                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"%s\"]}}"
                                        .formatted(value);
                        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        exchange.close();
                    }
                });
        server.start();
        address =
                URI.create("http://127.0.0.1:%d/prefix/".formatted(server.getAddress().getPort()));
        queries = queries(Map.of());
    }

    @AfterEach
    void stop() {
        queries.stop(new ShutdownEvent());
        end.countDown();
        server.stop(0);
    }

    @Test
    void shouldAskAQueryAsItIs() {
        Question question = new Question(address, "sum(a{b=\"c d\"}) + 1");
        assertThat(queries.read(question, Instant.now()))
                .isEqualTo(new Answer.None("is not answered yet"));

        queries.follow(Set.of(question));

        awaitValue(question, 7);
    }

    @Test
    void shouldHoldTheLastAnswerForAWhileAndThenSayWhyThereIsNone() {
        Question question = new Question(address, "up");
        queries.follow(Set.of(question));
        awaitValue(question, 1);

        status = 503;

        await().atMost(PATIENCE).until(() -> failures() > 2);
        assertThat(queries.read(question, Instant.now().minusSeconds(1)))
                .isEqualTo(new Answer.Value(1));
        await().atMost(PATIENCE)
                .until(() ->
                        queries.read(question, Instant.now())
                                .equals(new Answer.None("is answered with status 503")));
    }

    @Test
    void shouldNeitherWaitForASlowServerNorForOneThatIsAway() {
        Question slow = new Question(address, "slow");
        Question away = new Question(URI.create("http://127.0.0.1:1"), "up");
        Question good = new Question(address, "up");
        queries.follow(Set.of(slow, away, good));

        awaitValue(good, 1);
        awaitNone(slow, "is not answered within PT0.2S");
        awaitNone(away, "is not answered: ");
    }

    @Test
    void shouldForgetWhatNobodyAsks() {
        Question question = new Question(address, "up");
        queries.follow(Set.of(question));
        awaitValue(question, 1);

        queries.follow(Set.of());

        assertThat(queries.read(question, Instant.now()))
                .isEqualTo(new Answer.None("is not answered yet"));
    }

    /// A manifest may name any server, and none but the monitor's own gets its token.
    @Test
    void shouldSendItsTokenToItsOwnServerOnly() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
        queries.stop(new ShutdownEvent());
        queries =
                queries(
                        Map.of(
                                "gantry.monitor.prometheus.url", address.toString(),
                                "gantry.monitor.prometheus.token-file", token.toString()));
        Question own = new Question(null, "up");
        queries.follow(Set.of(own));
        awaitValue(own, 1);
        assertThat(authorizations).containsOnly("Bearer s3cret");

        queries.follow(Set.of());
        authorizations.clear();
        Question other =
                new Question(
                        URI.create(address.toString().replace("127.0.0.1", "localhost")), "up");
        queries.follow(Set.of(other));
        awaitValue(other, 1);
        assertThat(authorizations.getLast()).isEqualTo("null");
    }

    @Test
    void shouldSayThatThereIsNoServerAndNoToken() {
        Question nowhere = new Question(null, "up");
        queries.follow(Set.of(nowhere));
        awaitNone(nowhere, "gantry.monitor.prometheus.url is not set");

        queries.stop(new ShutdownEvent());
        queries =
                queries(
                        Map.of(
                                "gantry.monitor.prometheus.url",
                                address.toString(),
                                "gantry.monitor.prometheus.token-file",
                                "/absent/token"));
        queries.follow(Set.of(nowhere));
        awaitNone(nowhere, "the token file /absent/token cannot be read");
    }

    private Queries queries(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("gantry.monitor.prometheus.interval", "50ms");
        settings.put("gantry.monitor.prometheus.timeout", "200ms");
        settings.put("gantry.monitor.prometheus.hold", "1s");
        return new Queries(Settings.with(settings), metrics);
    }

    private void awaitValue(Question question, double value) {
        await().atMost(PATIENCE)
                .until(() -> queries.read(question, Instant.now()).equals(new Answer.Value(value)));
    }

    private void awaitNone(Question question, String why) {
        await().atMost(PATIENCE)
                .until(() ->
                        queries.read(question, Instant.now()) instanceof Answer.None(String found)
                                && found.contains(why));
    }

    private double failures() {
        var counter = metrics.find("gantry.monitor.queries").tag("outcome", "failed").counter();
        return counter == null ? 0 : counter.count();
    }
}
