package io.gantry.loader.fetch.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A registry of which one thing or another can be had otherwise than of an honest one. Blobs are
/// at a second server, which refuses whoever brings credentials along.
final class TestRegistry implements AutoCloseable {

    /// Whom it answers.
    enum Wanted {
        NOBODY,
        BASIC,
        TOKEN
    }

    static final String BASIC = Base64.getEncoder().encodeToString("me:geheim".getBytes(UTF_8));

    private static final Pattern PATH = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer registry = server(this::answer);
    private final HttpServer storage = server(this::keep);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger given = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    final AtomicInteger hangUps = new AtomicInteger();
    volatile Wanted wanted = Wanted.NOBODY;
    volatile boolean ranges = true;
    volatile int status;
    volatile String realm = "";

    TestRegistry() throws IOException {
        for (HttpServer server : List.of(registry, storage)) {
            server.setExecutor(threads);
            server.start();
        }
    }

    String host() {
        return "localhost:" + registry.getAddress().getPort();
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    /// Tokens that it gave are good no more.
    void expire() {
        tokens.clear();
    }

    /// @return its digest
    String push(byte[] content) {
        String digest = digest(content);
        kept.put(digest, content);
        return digest;
    }

    /// @return its digest
    String push(String repositoryAndTag, String manifest) {
        String digest = push(manifest.getBytes(UTF_8));
        tags.put(repositoryAndTag, digest);
        return digest;
    }

    /// A descriptor, as manifests hold them.
    String blob(byte[] content, String mediaType, Map<String, String> annotations) {
        StringBuilder notes = new StringBuilder();
        annotations.forEach((name, value) ->
                notes.append(notes.isEmpty() ? "" : ",")
                        .append("\"%s\":\"%s\"".formatted(name, value)));
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{%s}}"
                .formatted(mediaType, push(content), content.length, notes);
    }

    static String manifest(String configType, String... layers) {
        return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"%s","digest":"sha256:%s","size":2},"layers":[%s]}\
        """
                .formatted(configType, "0".repeat(64), String.join(",", layers));
    }

    void replace(String digest, byte[] content) {
        kept.put(digest, content);
    }

    void forget(String digest) {
        kept.remove(digest);
    }

    static String digest(byte[] content) {
        var digest = Sha256.newDigest();
        digest.update(content);
        return "sha256:" + Sha256.hex(digest);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        if (path.equals("/token")) {
            token(exchange);
            return;
        }
        Matcher parts = PATH.matcher(path);
        if (status != 0) {
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(status, -1);
        } else if (!parts.matches()) {
            exchange.sendResponseHeaders(404, -1);
        } else if (!welcome(exchange)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge(parts.group(1)));
            exchange.sendResponseHeaders(401, -1);
        } else if (parts.group(2).equals("manifests")) {
            String asked = parts.group(3);
            String digest =
                    asked.startsWith("sha256:") ? asked : tags.get(parts.group(1) + ":" + asked);
            send(exchange, digest == null ? null : kept.get(digest));
        } else {
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            "http://localhost:%d/%s"
                                    .formatted(storage.getAddress().getPort(), parts.group(3)));
            exchange.sendResponseHeaders(307, -1);
        }
    }

    private boolean welcome(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return switch (wanted) {
            case NOBODY -> true;
            case BASIC -> ("Basic " + BASIC).equals(authorization);
            case TOKEN -> authorization != null && tokens.contains(authorization);
        };
    }

    private String challenge(String repository) {
        return wanted == Wanted.BASIC
                ? "Basic realm=\"test\""
                : "Bearer realm=\"%s\",service=\"test\",scope=\"repository:%s:pull\""
                        .formatted(
                                realm.isEmpty() ? "http://" + host() + "/token" : realm,
                                repository);
    }

    private void token(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String query = exchange.getRequestURI().getQuery();
        if (!("Basic " + BASIC).equals(authorization)
                || !query.startsWith("service=test&scope=repository:")) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        String token = "t" + given.incrementAndGet();
        tokens.add("Bearer " + token);
        send(exchange, "{\"token\":\"%s\"}".formatted(token).getBytes(UTF_8));
    }

    private void keep(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.sendResponseHeaders(400, -1);
        } else {
            send(exchange, kept.get(exchange.getRequestURI().getPath().substring(1)));
        }
    }

    private void send(HttpExchange exchange, byte @Nullable [] content) throws IOException {
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String asked = ranges ? exchange.getRequestHeaders().getFirst("Range") : null;
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        boolean part = range.matches();
        int from = part ? Integer.parseInt(range.group(1)) : 0;
        int to =
                part && !range.group(2).isEmpty()
                        ? Math.min(content.length, Integer.parseInt(range.group(2)) + 1)
                        : content.length;
        if (part) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
        }
        exchange.sendResponseHeaders(part ? 206 : 200, to == from ? -1 : to - from);
        boolean hangUp = to - from > 1_000 && hangUps.getAndDecrement() > 0;
        exchange.getResponseBody().write(content, from, hangUp ? 500 : to - from);
    }

    private static HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        handler.handle(exchange);
                    }
                });
        return server;
    }

    @Override
    public void close() {
        registry.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
