package io.gantry.loader.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A bucket that counts how often it gives each of its bytes. Its tags are no checksums, as those
/// of objects that were uploaded in parts.
final class CountingStore implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int BLOCK = 64 * 1024;

    private final String bucket = "bucket-" + UUID.randomUUID();
    private final String prefix = "/%s/model/".formatted(bucket);
    private final Map<String, byte[]> files;
    private final Map<String, AtomicIntegerArray> given = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// How long each block of 64 KiB takes.
    private final int millisOfABlock;

    CountingStore(Map<String, byte[]> files, int millisOfABlock) throws IOException {
        this.files = new TreeMap<>(files);
        this.millisOfABlock = millisOfABlock;
        files.forEach((name, content) ->
                given.put(name, new AtomicIntegerArray(1 + content.length / BLOCK)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// No other store has it.
    String uri() {
        return "s3://%s/model/".formatted(bucket);
    }

    long size() {
        return files.values().stream().mapToLong(content -> content.length).sum();
    }

    /// All bytes that were given.
    long given() {
        return bytes.sum();
    }

    /// How often the block was given that was given most often.
    int most() {
        return given.values().stream()
                .flatMapToInt(counts -> IntStream.range(0, counts.length()).map(counts::get))
                .max()
                .orElse(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] content =
                    path.startsWith(prefix) ? files.get(path.substring(prefix.length())) : null;
            if (content != null) {
                give(exchange, path.substring(prefix.length()), content);
            } else if (String.valueOf(exchange.getRequestURI().getQuery())
                    .contains("list-type=2")) {
                byte[] listing = listing().getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/xml");
                exchange.sendResponseHeaders(200, listing.length);
                exchange.getResponseBody().write(listing);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void give(HttpExchange exchange, String name, byte[] content)
            throws IOException, InterruptedException {
        String header =
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), "");
        Matcher range = RANGE.matcher(header);
        boolean part = range.matches();
        int from = part ? Integer.parseInt(range.group(1)) : 0;
        int to =
                part && !range.group(2).isEmpty()
                        ? Math.min(Integer.parseInt(range.group(2)) + 1, content.length)
                        : content.length;
        exchange.getResponseHeaders().set("ETag", "\"1-2\"");
        if (part) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
        }
        exchange.sendResponseHeaders(part ? 206 : 200, to - from);
        OutputStream body = exchange.getResponseBody();
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            body.write(content, at, count);
            bytes.add(count);
            Objects.requireNonNull(given.get(name)).incrementAndGet(at / BLOCK);
            if (millisOfABlock > 0) {
                Thread.sleep(millisOfABlock);
            }
        }
    }

    private String listing() {
        String contents =
                files.entrySet().stream()
                        .map(file ->
                                "<Contents><Key>model/%s</Key><Size>%d</Size><ETag>\"1-2\"</ETag></Contents>"
                                        .formatted(file.getKey(), file.getValue().length))
                        .collect(Collectors.joining());
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
          <Name>%s</Name><Prefix>model/</Prefix><KeyCount>%d</KeyCount><MaxKeys>1000</MaxKeys>
          <IsTruncated>false</IsTruncated>%s
        </ListBucketResult>
        """
                .formatted(bucket, files.size(), contents);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
