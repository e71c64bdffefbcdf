package io.gantry.loader.fetch.hf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.Digesting;
import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A hub that answers as Hugging Face's does, as far as `huggingface_hub` reads models: it was
/// compared with that client (version 2.4.0). Large files are at a second server, which refuses
/// whoever brings a token along.
final class TestHub implements AutoCloseable {

    /// What a file may be small enough for to be kept in Git itself.
    private static final int LARGE = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern API =
            Pattern.compile("/api/models/([^/]+/[^/]+)/(revision|tree)/([^/]+)");
    private static final Pattern RESOLVE = Pattern.compile("/([^/]+/[^/]+)/resolve/([^/]+)/(.+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    /// Whom it shows a model to.
    enum Visibility {
        PUBLIC,
        GATED,
        PRIVATE
    }

    private final HttpServer hub = server(this::answer);
    private final HttpServer storage = server(this::keep);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final Set<String> signatures = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger signed = new AtomicInteger();
    volatile int pageSize = 1_000;
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger hangUps = new AtomicInteger();
    volatile String gone = "";
    volatile @Nullable String nextPages;

    TestHub() throws IOException {
        for (HttpServer server : List.of(hub, storage)) {
            server.setExecutor(threads);
            server.start();
        }
    }

    /// A model at the hub.
    static final class Model {

        private final Visibility visibility;
        private final Map<String, Map<String, byte[]>> commits = new ConcurrentHashMap<>();
        private final Map<String, String> revisions = new ConcurrentHashMap<>();

        private Model(Visibility visibility) {
            this.visibility = visibility;
        }

        /// Makes a commit, to which the revision leads from now on.
        String commit(String revision, Map<String, byte[]> files) {
            String sha = blobId((revision + files.keySet() + commits.size()).getBytes(UTF_8));
            commits.put(sha, new TreeMap<>(files));
            revisions.put(revision, sha);
            return sha;
        }

        private @Nullable String sha(String revision) {
            return commits.containsKey(revision) ? revision : revisions.get(revision);
        }
    }

    Model model(String name, Visibility visibility) {
        return models.computeIfAbsent(name, _ -> new Model(visibility));
    }

    String endpoint() {
        return "http://localhost:" + hub.getAddress().getPort();
    }

    /// What the hub itself was asked, without its query.
    List<String> requests() {
        return List.copyOf(requests);
    }

    /// Signatures that it gave are good no more.
    void expire() {
        signatures.clear();
    }

    /// What is kept under the name of a large file becomes something else.
    void damage(byte[] content) {
        byte[] damaged = content.clone();
        damaged[0]++;
        kept.put(sha256(content), damaged);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(path);
        if (busy.getAndDecrement() > 0) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            exchange.sendResponseHeaders(429, -1);
            return;
        }
        Matcher api = API.matcher(path);
        Matcher resolve = RESOLVE.matcher(path);
        if (api.matches()) {
            Model model = models.get(api.group(1));
            String sha = sha(exchange, model, api.group(3), false);
            if (sha != null && model != null) {
                describe(exchange, api, model, sha);
            }
        } else if (resolve.matches()) {
            Model model = models.get(resolve.group(1));
            String sha = sha(exchange, model, resolve.group(2), true);
            if (sha != null && model != null) {
                file(exchange, model, sha, decoded(resolve.group(3)));
            }
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    /// Null when it has been said why not.
    private static @Nullable String sha(
            HttpExchange exchange, @Nullable Model model, String revision, boolean content)
            throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (token != null
                && !token.equals("Bearer hf_member")
                && !token.equals("Bearer hf_other")) {
            return no(exchange, 401, null, "Invalid credentials in Authorization header");
        }
        boolean member = "Bearer hf_member".equals(token);
        if (model == null || (model.visibility == Visibility.PRIVATE && !member)) {
            return token == null
                    ? no(exchange, 401, "RepoNotFound", "Invalid username or password.")
                    : no(exchange, 404, "RepoNotFound", "Repository not found");
        }
        if (content && model.visibility == Visibility.GATED && !member) {
            return no(
                    exchange,
                    token == null ? 401 : 403,
                    "GatedRepo",
                    "Access to this model is restricted.");
        }
        String sha = model.sha(decoded(revision));
        return sha == null
                ? no(exchange, 404, "RevisionNotFound", "Invalid rev id: " + decoded(revision))
                : sha;
    }

    private void describe(HttpExchange exchange, Matcher api, Model model, String sha)
            throws IOException {
        Map<String, byte[]> files = model.commits.getOrDefault(sha, Map.of());
        if (api.group(2).equals("revision")) {
            ObjectNode info = JSON.createObjectNode();
            info.put("id", api.group(1)).put("modelId", api.group(1)).put("sha", sha);
            info.put("private", model.visibility == Visibility.PRIVATE);
            ArrayNode siblings = info.putArray("siblings");
            files.keySet().forEach(name -> siblings.addObject().put("rfilename", name));
            json(exchange, info.toString());
            return;
        }
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        int from =
                query.contains("cursor=")
                        ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1"))
                        : 0;
        if (from + pageSize < files.size()) {
            String root = nextPages == null ? endpoint() : nextPages;
            String next = exchange.getRequestURI().getRawPath();
            exchange.getResponseHeaders()
                    .set(
                            "Link",
                            "<%s%s?recursive=true&cursor=%d>; rel=\"next\""
                                    .formatted(root, next, from + pageSize));
        }
        ArrayNode page = JSON.createArrayNode();
        page.addObject().put("type", "directory").put("oid", "0".repeat(40)).put("path", "onnx");
        files.entrySet().stream()
                .skip(from)
                .limit(pageSize)
                .forEach(file -> describe(page.addObject(), file.getKey(), file.getValue()));
        json(exchange, page.toString());
    }

    private static void describe(ObjectNode entry, String name, byte[] content) {
        entry.put("type", "file").put("size", content.length).put("path", name);
        if (content.length < LARGE) {
            entry.put("oid", blobId(content));
            return;
        }
        String pointer = pointer(content);
        entry.put("oid", blobId(pointer.getBytes(UTF_8)));
        entry.putObject("lfs")
                .put("oid", sha256(content))
                .put("size", content.length)
                .put("pointerSize", pointer.length());
    }

    private void file(HttpExchange exchange, Model model, String sha, String name)
            throws IOException {
        byte[] content = model.commits.getOrDefault(sha, Map.of()).get(name);
        if (content == null || name.equals(gone)) {
            no(exchange, 404, "EntryNotFound", "Entry not found");
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", sha);
        if (content.length < LARGE) {
            exchange.getResponseHeaders().set("ETag", "\"%s\"".formatted(blobId(content)));
            send(exchange, content, content.length);
            return;
        }
        String signature = String.valueOf(signed.incrementAndGet());
        signatures.add(signature);
        kept.putIfAbsent(sha256(content), content);
        var headers = exchange.getResponseHeaders();
        headers.set("X-Linked-Size", String.valueOf(content.length));
        headers.set("X-Linked-ETag", "\"%s\"".formatted(sha256(content)));
        headers.set(
                "Location",
                "http://localhost:%d/%s?Signature=%s"
                        .formatted(storage.getAddress().getPort(), sha256(content), signature));
        exchange.sendResponseHeaders(302, -1);
    }

    private void keep(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        boolean good = signatures.contains(uri.getQuery().substring("Signature=".length()));
        // As Amazon's and others' stores do with a signature and a token at once.
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.sendResponseHeaders(400, -1);
        } else if (!good) {
            exchange.sendResponseHeaders(403, -1);
        } else {
            byte[] content = kept.getOrDefault(uri.getPath().substring(1), new byte[0]);
            boolean hangUp = hangUps.getAndDecrement() > 0;
            send(exchange, content, hangUp ? content.length / 3 : content.length);
        }
    }

    /// @param most how many bytes to send before hanging up
    private static void send(HttpExchange exchange, byte[] content, int most) throws IOException {
        String asked = exchange.getRequestHeaders().getFirst("Range");
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
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(part ? 206 : 200, to == from ? -1 : to - from);
        exchange.getResponseBody().write(content, from, Math.min(most, to - from));
    }

    private static @Nullable String no(
            HttpExchange exchange, int status, @Nullable String code, String message)
            throws IOException {
        if (code != null) {
            exchange.getResponseHeaders().set("X-Error-Code", code);
        }
        exchange.getResponseHeaders().set("X-Error-Message", message);
        exchange.sendResponseHeaders(status, -1);
        return null;
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(200, text.getBytes(UTF_8).length);
        exchange.getResponseBody().write(text.getBytes(UTF_8));
    }

    private static String pointer(byte[] content) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                .formatted(sha256(content), content.length);
    }

    private static String blobId(byte[] content) {
        Checksum unknown = new Checksum(Checksum.Algorithm.GIT_BLOB, "");
        Digesting digest = new Digesting(unknown, (long) content.length);
        digest.update(content, 0, content.length);
        return String.valueOf(digest.end().actual());
    }

    private static String sha256(byte[] content) {
        var digest = Sha256.newDigest();
        digest.update(content);
        return Sha256.hex(digest);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
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
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
