package io.gantry.deployer.local;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks replicas whether they are ready.
@ApplicationScoped
class Prober {

    static final String HOST = "127.0.0.1";

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    boolean ready(ReadinessCheck check) throws InterruptedException {
        return check.path() == null ? connects(check) : answers(check, check.path());
    }

    private boolean answers(ReadinessCheck check, String path) throws InterruptedException {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://%s:%d%s".formatted(HOST, check.port(), path)))
                            .timeout(Duration.ofMillis(check.timeoutMillis()));
            check.headers().forEach(request::header);
            int status =
                    http.send(request.GET().build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            return status >= 200 && status < 400;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean connects(ReadinessCheck check) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(HOST), check.port()),
                    Math.toIntExact(check.timeoutMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
