package io.gantry.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;

/// A server of a process of its own that takes its time with each answer, as models do, without
/// using the processor for it. It tells with each how long it took to start itself; answers of
/// `/v1/chat/completions` are streams of events that tell the process they come from.
final class SlowModel {

    private static final int PORT = 8080;
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(250);

    /// Of `/proc/PID/stat`, which Linux has fixed for programs.
    private static final long MILLIS_A_TICK = 10;

    private final Duration answer;
    private final Duration stream;
    private final long startMillis;

    private SlowModel(Duration answer, Duration stream, long startMillis) {
        this.answer = answer;
        this.stream = stream;
        this.startMillis = startMillis;
    }

    /// The container of a predictor on the platform `local`, as JSON.
    ///
    /// @param version in its environment, so that another one makes another revision
    /// @param stream how long a stream takes
    static String container(String model, int version, Duration answer, Duration stream) {
        return """
        {"name": "kserve-container", "image": "example.com/slow:1",
         "command": ["%s", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m",
          "-cp", "%s", "%s"],
         "args": ["--model-name=%s", "%d", "%s", "%s"],
         "env": [{"name": "VERSION", "value": "%d"}],
         "ports": [{"containerPort": %d}],
         "readinessProbe": {"httpGet": {"path": "/", "port": %d}, "periodSeconds": 1}}\
        """
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        SlowModel.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath(),
                        SlowModel.class.getName(),
                        model,
                        PORT,
                        answer,
                        stream,
                        version,
                        PORT,
                        PORT);
    }

    /// @param args the model's name, the port, and how long answers and streams take
    public static void main(String[] args) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])),
                        1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        SlowModel model =
                new SlowModel(Duration.parse(args[2]), Duration.parse(args[3]), ageMillis());
        server.createContext("/", model::answer);
        server.start();
    }

    /// Of this process. What `ProcessHandle` says of its start is off by up to a second.
    private static long ageMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // The name before may have blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long startedMillis = Long.parseLong(fields[19]) * MILLIS_A_TICK;
        String up = Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
        return (long) (Double.parseDouble(up) * 1000) - startedMillis;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
                stream(exchange);
                return;
            }
            if (exchange.getRequestMethod().equals("POST")) {
                Thread.sleep(answer);
            }
            byte[] body =
                    "{\"predictions\": [1], \"startMillis\": %d}"
                            .formatted(startMillis)
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream events = exchange.getResponseBody();
        for (Instant end = Instant.now().plus(stream); Instant.now().isBefore(end); ) {
            send(events, "{\"pid\": %d}".formatted(ProcessHandle.current().pid()));
            Thread.sleep(BETWEEN_EVENTS);
        }
        send(events, "[DONE]");
    }

    private static void send(OutputStream events, String data) throws IOException {
        events.write("data: %s\n\n".formatted(data).getBytes(StandardCharsets.UTF_8));
        events.flush();
    }
}
