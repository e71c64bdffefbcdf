package io.gantry.monitor.whole;

import static io.gantry.monitor.Samples.service;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.PredictorObserved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Services with a pod each that tells a metric of its own, and counts how often it is asked.
final class Pods implements AutoCloseable {

    private final HttpServer server;
    private final List<String> names;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    Pods(int count) throws IOException {
        this.names = IntStream.range(0, count).mapToObj("scraped-%d"::formatted).toList();
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    List<Event> services() {
        return names.stream().flatMap(this::events).toList();
    }

    int leastAsked() {
        return names.stream().mapToInt(name -> asked.getOrDefault(name, 0)).min().orElseThrow();
    }

    int mostAsked() {
        return names.stream().mapToInt(name -> asked.getOrDefault(name, 0)).max().orElseThrow();
    }

    void forget() {
        asked.clear();
    }

    private Stream<Event> events(String name) {
        return Stream.of(
                service(
                        name,
                        1,
                        "{'annotations':{'autoscaling.knative.dev/metric':'jobs_open','autoscaling.knative.dev/target':'10','prometheus.io/path':'/%s'}}"
                                .formatted(name)),
                new PredictorObserved(
                        "default",
                        name,
                        name + "-00001",
                        1,
                        PredictorObserved.Phase.READY,
                        1,
                        List.of(
                                new Endpoint(
                                        name + "-r1",
                                        "127.0.0.1",
                                        server.getAddress().getPort(),
                                        "local",
                                        true,
                                        5L)),
                        "onnx",
                        null));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.merge(exchange.getRequestURI().getPath().substring(1), 1, Integer::sum);
            byte[] text = "jobs_open 5\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
