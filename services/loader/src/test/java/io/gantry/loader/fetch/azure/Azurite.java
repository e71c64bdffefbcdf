package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Microsoft's emulator of Azure Storage, a real program of npm's. Tests that need it are skipped,
/// and say so, where it cannot be had.
final class Azurite implements AutoCloseable {

    static final String ACCOUNT = "devstoreaccount1";

    /// Published with the emulator, the same everywhere.
    static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final String VERSION = "3.37.0";
    private static final Path HOME =
            Path.of(
                    Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                            .orElse(System.getProperty("user.home") + "/.cache"),
                    "gantry",
                    "azurite-" + VERSION);
    private static final Pattern LISTENING =
            Pattern.compile("successfully listens on http://127\\.0\\.0\\.1:(\\d+)");

    private final RunningProgram program;
    private final URI endpoint;

    private Azurite(RunningProgram program, URI endpoint) {
        this.program = program;
        this.endpoint = endpoint;
    }

    static Azurite start(Path directory) throws InterruptedException {
        install();
        RunningProgram program =
                Program.of(
                                List.of(
                                        HOME.resolve("node_modules/.bin/azurite-blob").toString(),
                                        "--blobPort",
                                        "0",
                                        "--skipApiVersionCheck",
                                        "--disableTelemetry",
                                        "--inMemoryPersistence"))
                        .start(directory);
        program.awaitOutput("successfully listens on");
        Matcher port = LISTENING.matcher(program.out());
        if (!port.find()) {
            throw new AssertionError(program.log());
        }
        return new Azurite(
                program, URI.create("http://127.0.0.1:" + port.group(1) + "/" + ACCOUNT));
    }

    URI endpoint() {
        return endpoint;
    }

    void container(String name, Map<String, String> headers) {
        put(URI.create(endpoint + "/" + name + "?restype=container"), headers, new byte[0]);
    }

    void blob(String container, String name, byte[] content, Map<String, String> headers) {
        URI target = URI.create(endpoint + "/" + container + "/" + name);
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.put("x-ms-blob-type", "BlockBlob");
        put(target, all, content);
    }

    void blob(String container, String name, String content) {
        blob(container, name, content.getBytes(UTF_8), Map.of());
    }

    /// A signature for reading and listing a container.
    String signature(String container, Duration validity) {
        Instant end = Instant.now().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        String text =
                String.join(
                        "\n",
                        "rl",
                        "",
                        end.toString(),
                        "/blob/%s/%s".formatted(ACCOUNT, container),
                        "",
                        "",
                        "",
                        "2021-12-02",
                        "c",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "");
        return "sv=2021-12-02&sr=c&sp=rl&se=%s&sig=%s"
                .formatted(
                        end.toString().replace(":", "%3A"),
                        java.net.URLEncoder.encode(hmac(text), UTF_8));
    }

    @Override
    public void close() {
        program.close();
    }

    /// The emulator computes the signature for itself, and refuses another.
    private static void put(URI target, Map<String, String> headers, byte[] content) {
        var request =
                new io.gantry.loader.fetch.rest.RestRequest("PUT", target, headers, null)
                        .with("x-ms-version", "2021-12-02");
        if (content.length > 0) {
            request =
                    request.with("Content-Length", String.valueOf(content.length))
                            .with("Content-Type", "application/octet-stream");
        }
        request =
                SharedKeySignature.sign(
                        request, new AzureAccess.SharedKey(ACCOUNT, KEY), Instant.now());
        try {
            HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
            connection.setRequestMethod("PUT");
            request.headers().forEach(connection::setRequestProperty);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(content.length);
            connection.getOutputStream().write(content);
            if (connection.getResponseCode() != 201) {
                throw new AssertionError(
                        target
                                + ": "
                                + new String(connection.getErrorStream().readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void install() throws InterruptedException {
        Path done = HOME.resolve("installed");
        if (Files.exists(done)) {
            return;
        }
        boolean npm =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "npm")));
        assumeTrue(npm, "SKIPPED: there is no npm on this machine to install Azurite with");
        try {
            Files.createDirectories(HOME);
            try (RunningProgram install =
                    Program.of(
                                    List.of(
                                            "npm",
                                            "install",
                                            "--prefix",
                                            HOME.toString(),
                                            "--no-audit",
                                            "--no-fund",
                                            "azurite@" + VERSION))
                            .start(HOME)) {
                assumeTrue(
                        install.exitCode() == 0,
                        "SKIPPED: npm cannot install Azurite: " + install.log());
            }
            Files.createFile(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
