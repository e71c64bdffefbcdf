package io.gantry.deployer.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;

/// A small model server that tests run as a process of its own. What it does is up to its
/// arguments: `--port=`, `--model=` (a directory whose file `answer` it serves), `--fail=` (what it
/// says before it exits with status 3), `--never-ready`, `--stubborn` (does not end on SIGTERM),
/// `--answer-millis=` (how long an answer takes).
final class ModelServer {

    private final String[] arguments;
    private volatile boolean ready = true;

    private ModelServer(String... arguments) {
        this.arguments = arguments;
    }

    public static void main(String... arguments) throws Exception {
        new ModelServer(arguments).run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.println("arguments " + Arrays.toString(arguments));
        if (has("--fail=")) {
            System.out.println(value("--fail=", ""));
            System.exit(3);
        }
        ready = !has("--never-ready");
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(),
                                Integer.parseInt(value("--port=", "0"))),
                        0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/ready", exchange -> answer(exchange, ready ? 200 : 503, ""));
        server.createContext(
                "/say",
                exchange -> {
                    System.out.println(exchange.getRequestURI().getQuery());
                    answer(exchange, 200, "");
                });
        server.createContext(
                "/unready",
                exchange -> {
                    ready = false;
                    answer(exchange, 200, "");
                });
        server.createContext("/exit", exchange -> Runtime.getRuntime().halt(4));
        server.createContext(
                "/environment",
                exchange ->
                        answer(
                                exchange,
                                200,
                                String.valueOf(
                                        System.getenv(exchange.getRequestURI().getQuery()))));
        server.createContext(
                "/environment-names",
                exchange -> answer(exchange, 200, String.join(" ", System.getenv().keySet())));
        server.createContext("/", this::serve);
        server.start();
        System.out.println("serving");
        if (has("--stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(ModelServer::forEver));
        } else {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(10)));
        }
        Thread.currentThread().join();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(Long.parseLong(value("--answer-millis=", "0")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(exchange, 200, Files.readString(Path.of(value("--model=", "."), "answer")));
    }

    private static void forEver() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private boolean has(String argument) {
        return Arrays.stream(arguments).anyMatch(each -> each.startsWith(argument));
    }

    private String value(String argument, String otherwise) {
        return Arrays.stream(arguments)
                .filter(each -> each.startsWith(argument))
                .map(each -> each.substring(argument.length()))
                .findFirst()
                .orElse(otherwise);
    }
}
