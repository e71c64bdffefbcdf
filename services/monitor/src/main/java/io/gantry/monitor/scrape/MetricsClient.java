package io.gantry.monitor.scrape;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gets the text of a page of metrics, within a time and a size.
public final class MetricsClient implements AutoCloseable {

    /// vLLM's text has some 100 kB.
    private static final long LARGEST = 4 << 20;

    private static final int OK = 200;

    private final Duration timeout;
    private final HttpClient client;

    public MetricsClient(Duration timeout) {
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    public Answer get(URI address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Accept", "text/plain").GET().build();
        CompletableFuture<HttpResponse<String>> asked =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
        try {
            // Not the request's own timeout, which ends with the headers.
            HttpResponse<String> response = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == OK
                    ? new Text(response.body())
                    : new Failed("status " + response.statusCode());
        } catch (ExecutionException e) {
            return new Failed(reason(e));
        } catch (TimeoutException e) {
            return new Failed("no answer within " + timeout);
        } finally {
            asked.cancel(true);
        }
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof IOException && cause.getMessage() != null
                ? cause.getMessage()
                : String.valueOf(cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// What came of it.
    public sealed interface Answer {}

    public record Text(String text) implements Answer {}

    public record Failed(String reason) implements Answer {}
}
