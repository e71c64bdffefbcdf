package io.gantry.proxy.log;

import io.gantry.events.EncodedEvent;
import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.route.Patterns;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/// Whoever takes CloudEvents by HTTP in binary mode, as KServe's logger posts them.
@ApplicationScoped
class LogSinks {

    private static final String ATTRIBUTE = "ce_";

    /// Posts to one sink, each on a connection of its own.
    private static final int AT_ONCE = 64;

    private final ProxyConfig.Log config;
    private final Pattern allowed;
    private final HttpClient http;

    /// By authority, the posts that may yet begin.
    private final Map<String, Semaphore> free = new ConcurrentHashMap<>();

    LogSinks(ProxyConfig config) {
        this.config = config.log();
        this.allowed = Patterns.anyOf(this.config.sinks());
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(this.config.sinkTimeout())
                        .build();
    }

    /// @return completes when the sink has taken it, exceptionally when it has not, also because it
    ///   is too slow for what there is to tell
    CompletionStage<Void> post(URI sink, EncodedEvent event) {
        if (!allowed.matcher(sink.getHost()).matches()) {
            return CompletableFuture.failedFuture(
                    new IOException(
                            "gantry.proxy.log.sinks does not allow %s".formatted(sink.getHost())));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(sink)
                        .timeout(config.sinkTimeout())
                        .POST(BodyPublishers.ofByteArray(event.value().bytes()));
        event.headers().forEach((name, value) -> request.setHeader(header(name), value));
        Semaphore places = free.computeIfAbsent(sink.getAuthority(), _ -> new Semaphore(AT_ONCE));
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new IOException("the sink has not yet answered %d posts".formatted(AT_ONCE)));
        }
        return http.sendAsync(request.build(), BodyHandlers.discarding())
                .whenComplete((answer, failure) -> places.release())
                .thenCompose(LogSinks::taken);
    }

    private static CompletionStage<Void> taken(HttpResponse<Void> answer) {
        return answer.statusCode() / 100 == 2
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new IOException("the sink answers " + answer.statusCode()));
    }

    /// Of the HTTP binding, for that of Kafka.
    private static String header(String name) {
        return name.startsWith(ATTRIBUTE)
                ? "ce-" + name.substring(ATTRIBUTE.length()).toLowerCase(Locale.ROOT)
                : name;
    }

    @PreDestroy
    void stop() {
        http.shutdownNow();
    }
}
