package io.gantry.monitor.query;

import io.gantry.monitor.MonitorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a Prometheus server, within a time and a size.
final class QueryClient implements AutoCloseable {

    private static final long LARGEST = 1 << 20;

    /// Prometheus tells what is wrong with a query in a body, with one of these.
    private static final int LEAST_ERROR = 400;

    private static final int LARGEST_ERROR = 499;
    private static final int OK = 200;

    private final MonitorConfig.Prometheus config;
    private final HttpClient client;

    QueryClient(MonitorConfig.Prometheus config) {
        this.config = config;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(config.timeout())
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    Answer ask(Question question) throws InterruptedException {
        Optional<URI> own = config.url().map(URI::create);
        Optional<URI> server = Optional.ofNullable(question.server()).or(() -> own);
        if (server.isEmpty()) {
            return new Answer.None(
                    "has no server: it names none, and gantry.monitor.prometheus.url is not set");
        }
        CompletableFuture<HttpResponse<String>> asked;
        try {
            asked =
                    client.sendAsync(
                            request(server.get(), question.query(), server.equals(own)),
                            BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST));
        } catch (IOException | IllegalArgumentException e) {
            return new Answer.None("cannot be asked: " + e.getMessage());
        }
        try {
            HttpResponse<String> response =
                    asked.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
            int status = response.statusCode();
            boolean told = status >= LEAST_ERROR && status <= LARGEST_ERROR;
            return status == OK || (told && response.body().startsWith("{"))
                    ? QueryResult.read(response.body())
                    : new Answer.None("is answered with status " + status);
        } catch (ExecutionException e) {
            return new Answer.None("is not answered: " + e.getCause());
        } catch (TimeoutException e) {
            return new Answer.None("is not answered within " + config.timeout());
        } finally {
            asked.cancel(true);
        }
    }

    /// The token is for the server that the monitor is set up with, and for no other that a
    /// manifest names.
    private HttpRequest request(URI server, String query, boolean own) throws IOException {
        String base = server.toString().replaceAll("/+$", "");
        URI address =
                URI.create(
                        base
                                + "/api/v1/query?query="
                                + URLEncoder.encode(query, StandardCharsets.UTF_8));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).header("Accept", "application/json");
        if (own && config.tokenFile().isPresent()) {
            request.header("Authorization", "Bearer " + token(config.tokenFile().get()));
        }
        return request.GET().build();
    }

    /// Read each time, since mounted tokens are replaced.
    private static String token(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("the token file %s cannot be read".formatted(file), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
