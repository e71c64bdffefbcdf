package io.gantry.loader.fetch.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Git's own server of repositories (`git http-backend`) behind HTTP, and a small one of Git LFS.
/// Tests that need it are skipped, and say so, where there is no git.
final class GitServer implements AutoCloseable {

    private static final String EMPTY_LINE = "\r\n\r\n";

    private final Path root;
    private final HttpServer server;
    private final String address;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> large = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String password = "";
    private volatile boolean broken;

    /// @param tls null for plain HTTP
    GitServer(Path root, @Nullable SSLContext tls) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "git"))),
                "SKIPPED: there is no git on this machine");
        this.root = root;
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(loopback, 0);
        } else {
            HttpsServer secure = HttpsServer.create(loopback, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
        }
        address =
                (tls == null ? "http://127.0.0.1:" : "https://localhost:")
                        + server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return address;
    }

    /// What was asked for: method and target.
    List<String> asked() {
        return List.copyOf(asked);
    }

    /// Wants this password of everybody from now on.
    void require(String wanted) {
        password = wanted;
    }

    /// Has its LFS files end early from now on.
    void breakOff() {
        broken = true;
    }

    Path repository(String name) {
        Path repository = root.resolve(name + ".git");
        git(root, "init", "-q", "-b", "main", repository.toString());
        return repository;
    }

    /// Writes files and commits them.
    ///
    /// @return the commit's name
    String commit(Path repository, Map<String, String> files) {
        try {
            for (var file : files.entrySet()) {
                Path path = repository.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git(repository, "add", "-A");
        git(repository, "commit", "-q", "-m", "more");
        return git(repository, "rev-parse", "HEAD").strip();
    }

    /// Takes a large file, and gives the pointer to it.
    String pointer(byte[] content) {
        var digest = Sha256.newDigest();
        digest.update(content);
        String oid = Sha256.hex(digest);
        large.put(oid, content);
        return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                .formatted(oid, content.length);
    }

    void lose(String pointer) {
        large.keySet().removeIf(pointer::contains);
    }

    /// Puts other content in the place of a large file, of the same length.
    void damage(String pointer) {
        large.replaceAll(
                (oid, content) -> pointer.contains(oid) ? new byte[content.length] : content);
    }

    static String git(Path directory, String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of("-c", "user.name=Somebody", "-c", "user.email=some@body.example"));
        command.addAll(List.of(words));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true);
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (path.startsWith("/lfs/")) {
                file(exchange, path.substring("/lfs/".length()));
            } else if (!allowed(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (path.endsWith("/info/lfs/objects/batch")) {
                batch(exchange);
            } else {
                backend(exchange);
            }
        }
    }

    private boolean allowed(HttpExchange exchange) {
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        return password.isEmpty()
                || (said != null
                        && new String(Base64.getDecoder().decode(said.substring(6)), UTF_8)
                                .endsWith(":" + password));
    }

    private void batch(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String oid = request.replaceAll("(?s).*\"oid\":\"([0-9a-f]{64})\".*", "$1");
        String action =
                large.containsKey(oid)
                        ? "\"actions\":{\"download\":{\"href\":\"%s/lfs/%s\",\"header\":{\"X-Ticket\":\"t-1\"},\"expires_in\":3600}}"
                                .formatted(address, oid)
                        : "\"error\":{\"code\":404,\"message\":\"gone\"}";
        byte[] answer =
                "{\"objects\":[{\"oid\":\"%s\",%s}]}".formatted(oid, action).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.git-lfs+json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private void file(HttpExchange exchange, String oid) throws IOException {
        byte[] content = large.get(oid);
        if (content == null || !"t-1".equals(exchange.getRequestHeaders().getFirst("X-Ticket"))) {
            exchange.sendResponseHeaders(content == null ? 404 : 403, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        String[] ends = (range == null ? "0-" : range.substring("bytes=".length())).split("-", 2);
        int from = Integer.parseInt(ends[0]);
        int to = ends[1].isEmpty() ? content.length : Integer.parseInt(ends[1]) + 1;
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
        exchange.getResponseBody().write(content, from, broken ? 0 : to - from);
        exchange.getResponseBody().flush();
    }

    /// As the Common Gateway Interface has it.
    private void backend(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> variables = builder.environment();
        variables.put("GIT_PROJECT_ROOT", root.toString());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("REQUEST_METHOD", exchange.getRequestMethod());
        variables.put("PATH_INFO", exchange.getRequestURI().getPath());
        String query = exchange.getRequestURI().getQuery();
        variables.put("QUERY_STRING", query == null ? "" : query);
        header(exchange, "Content-Type", "CONTENT_TYPE", variables);
        header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", variables);
        header(exchange, "Git-Protocol", "HTTP_GIT_PROTOCOL", variables);
        byte[] body = exchange.getRequestBody().readAllBytes();
        variables.put("CONTENT_LENGTH", String.valueOf(body.length));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(body);
        }
        try (InputStream out = process.getInputStream()) {
            byte[] said = out.readAllBytes();
            int end =
                    new String(said, java.nio.charset.StandardCharsets.ISO_8859_1)
                            .indexOf(EMPTY_LINE);
            int status = 200;
            for (String line : new String(said, 0, end, UTF_8).split("\r\n", -1)) {
                String[] parts = line.split(": ", 2);
                if (parts[0].equals("Status")) {
                    status = Integer.parseInt(parts[1].substring(0, 3));
                } else {
                    exchange.getResponseHeaders().set(parts[0], parts[1]);
                }
            }
            int start = end + EMPTY_LINE.length();
            int length = said.length - start;
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
            exchange.getResponseBody().write(said, start, length);
        }
    }

    private static void header(
            HttpExchange exchange, String name, String variable, Map<String, String> variables) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
            variables.put(variable, value);
        }
    }
}
