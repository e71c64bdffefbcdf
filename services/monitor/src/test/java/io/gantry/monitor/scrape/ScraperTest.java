package io.gantry.monitor.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gantry.autoscale.llm.LlmSignals;
import io.gantry.monitor.Settings;
import io.gantry.monitor.fleet.RevisionId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScraperTest {

    private static final RevisionId REVISION = new RevisionId("default", "m", "m-00001");
    private static final String LLM =
            "vllm:num_requests_running 2\nvllm:num_requests_waiting 1\nvllm:prompt_tokens_total ";

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private HttpServer server;
    private Scraper scraper;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/metrics", () -> LLM + asked.get() * 100 + "\n");
        serve("/nothing", () -> "up 1\n");
        serve("/large", () -> "x 1\n".repeat(2_000_000));
        serve(
                "/slow",
                () -> {
                    end.await();
                    return "";
                });
        server.start();
        scraper =
                new Scraper(
                        Settings.with(
                                Map.of(
                                        "gantry.monitor.scrape.interval", "50ms",
                                        "gantry.monitor.scrape.timeout", "50ms",
                                        "gantry.monitor.scrape.max-concurrent", "4",
                                        "gantry.monitor.scrape.hold", "300ms")),
                        metrics);
    }

    @AfterEach
    void stop() {
        scraper.stop(new ShutdownEvent());
        end.countDown();
        server.stop(0);
    }

    @Test
    void shouldAskAgainAndAgainAndAddUpWhatIsDone() {
        scraper.follow(Set.of(target("r1", "/metrics")));

        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        llm("r1").map(LlmSignals::done).map(LlmSignals.Done::tokens).orElse(0.0)
                                > 300);
        assertThat(llm("r1").orElseThrow().running()).isEqualTo(2);
        assertThat(llm("r1", "r2").orElseThrow().unknown()).isEqualTo(1);
    }

    @Test
    void shouldKnowNothingOfAReplicaThatEndedToAnswer() {
        scraper.follow(Set.of(target("r1", "/metrics")));
        await().atMost(Duration.ofSeconds(10)).until(() -> llm("r1").isPresent());

        server.removeContext("/metrics");

        await().atMost(Duration.ofSeconds(10)).until(() -> llm("r1").orElseThrow().unknown() == 1);
    }

    @Test
    void shouldForgetARevisionThatIsFollowedNoMore() {
        scraper.follow(Set.of(target("r1", "/metrics")));
        await().atMost(Duration.ofSeconds(10)).until(() -> llm("r1").isPresent());

        scraper.follow(Set.of());

        assertThat(llm("r1")).isEmpty();
        int before = asked.get();
        scraper.follow(Set.of(target("other", "/metrics")));
        await().atMost(Duration.ofSeconds(10)).until(() -> asked.get() > before + 3);
        assertThat(llm("r1").map(LlmSignals::unknown)).isNotEqualTo(Optional.of(0));
    }

    @Test
    void shouldNeitherWaitForASlowReplicaNorTakeAnythingTooLarge() {
        scraper.follow(
                Set.of(
                        target("slow", "/slow"),
                        target("large", "/large"),
                        target("r1", "/metrics")));

        await().atMost(Duration.ofSeconds(10)).until(() -> llm("r1").isPresent());
        await().atMost(Duration.ofSeconds(10)).until(() -> failures() >= 2);
        assertThat(llm("slow").orElseThrow().unknown()).isEqualTo(1);
    }

    @Test
    void shouldAskMoreAndMoreSeldomWhatHasNothingToSay() {
        scraper.follow(Set.of(target("onnx", "/nothing"), target("r1", "/metrics")));

        await().atMost(Duration.ofSeconds(20)).until(() -> answers("/metrics") > 40);
        assertThat(answers("/nothing")).isBetween(2, 8);
    }

    @Test
    void shouldSoonAskAgainWhatDidNotAnswerAtFirst() {
        AtomicInteger before = new AtomicInteger();
        serve(
                "/busy",
                () -> {
                    if (before.incrementAndGet() == 1) {
                        end.await();
                    }
                    return LLM + before.get() + "\n";
                });

        scraper.follow(Set.of(target("r1", "/busy")));

        await().atMost(Duration.ofSeconds(10)).until(() -> llm("r1").isPresent());
    }

    @Test
    void shouldAskNoMoreThanSomeAtOnce() {
        scraper.follow(
                IntStream.range(0, 40)
                        .mapToObj(i -> target("r" + i, "/metrics"))
                        .collect(Collectors.toSet()));

        await().atMost(Duration.ofSeconds(10)).until(() -> asked.get() > 200);
        assertThat(mostAtOnce.get()).isLessThanOrEqualTo(8);
    }

    private Optional<LlmSignals> llm(String... ready) {
        return scraper.read(REVISION, List.of(ready), Instant.now()).llm();
    }

    private double failures() {
        var counter = metrics.find("gantry.monitor.scrapes").tag("outcome", "failed").counter();
        return counter == null ? 0 : counter.count();
    }

    private int answers(String path) {
        return answers.computeIfAbsent(path, _ -> new AtomicInteger()).get();
    }

    private ScrapeTarget target(String replica, String path) {
        return new ScrapeTarget(
                REVISION,
                replica,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
                Set.of());
    }

    private void serve(String path, Body body) {
        server.createContext(
                path,
                exchange -> {
                    asked.incrementAndGet();
                    answers.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    try {
                        byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        atOnce.decrementAndGet();
                        exchange.close();
                    }
                });
    }

    private interface Body {
        String get() throws InterruptedException;
    }
}
