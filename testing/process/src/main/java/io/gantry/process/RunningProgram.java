package io.gantry.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;

/// A program under way. It is ended, with all that it started, when the test closes it.
public final class RunningProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// What Quarkus writes once the port is known.
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)\\s");

    private final Process process;
    private final Path out;
    private final Path err;

    RunningProgram(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public Process process() {
        return process;
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /// All that it wrote so far.
    public String log() {
        return out() + err();
    }

    /// Where it listens; waits until it does.
    public URI address() {
        awaiting("where it listens").until(() -> orEnded(() -> announced().isPresent()));
        return announced().orElseThrow();
    }

    /// Waits until a path answers with 200.
    public RunningProgram awaitReady(String path) {
        URI uri = address().resolve(path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            awaiting(uri.toString())
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> orEnded(() -> status(http, request) == 200));
        }
        return this;
    }

    /// Waits until its output has a text.
    public RunningProgram awaitOutput(String text) {
        awaiting("output with " + text).until(() -> orEnded(() -> out().contains(text)));
        return this;
    }

    /// Sends a signal by its name, for example `INT`.
    public void signal(String name) throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new AssertionError("kill -%s ended with %d".formatted(name, status));
        }
    }

    /// Its exit status; waits until it has ended.
    public int exitCode() throws InterruptedException {
        return exitCode(PATIENCE);
    }

    /// Its exit status; waits that long until it has ended.
    public int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("goes on running after " + patience + ":\n" + log());
        }
        return process.exitValue();
    }

    /// Asks it to end, and tells how long that took.
    public Duration terminate() throws InterruptedException {
        process.destroy();
        return end();
    }

    /// How long it takes to end from now on.
    public Duration end() throws InterruptedException {
        long from = System.nanoTime();
        var _ = exitCode();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /// Ends it as `kill -9` does. What it started goes on.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    private static ConditionFactory awaiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }

    private Optional<URI> announced() {
        return LISTENING
                .matcher(out())
                .results()
                .map(found -> URI.create(found.group(1)))
                .findFirst();
    }

    /// @throws AssertionError when it has ended before
    private boolean orEnded(Callable<Boolean> condition) throws Exception {
        boolean alive = process.isAlive();
        if (condition.call()) {
            return true;
        }
        if (!alive) {
            throw new AssertionError("ended with %d:%n%s".formatted(process.exitValue(), log()));
        }
        return false;
    }

    /// 0 when there is no answer.
    private static int status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
