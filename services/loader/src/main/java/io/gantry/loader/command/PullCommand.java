package io.gantry.loader.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gantry.events.Failure;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.outcome.LoadOutcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Brings models to directories, or says why not: by its exit code, on standard error, and as the
/// container's last word.
final class PullCommand {

    private final PrintStream out;
    private final PrintStream err;
    private final Path terminationLog;

    PullCommand(PrintStream out, PrintStream err, Path terminationLog) {
        this.out = out;
        this.err = err;
        this.terminationLog = terminationLog;
    }

    /// @param environment of the process, which has the credentials
    /// @return the exit code
    int run(List<PullRequest> requests, LoaderConfig config, Map<String, String> environment) {
        Path scratch = requests.getFirst().destination().resolve(Pulling.WORK);
        try (Pulling pulling = new Pulling(config, environment, scratch, out)) {
            return outcome(all(pulling, requests));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /// Several at once: they wait for the network, not for each other.
    private static List<LoadOutcome<Manifest>> all(Pulling pulling, List<PullRequest> requests)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LoadOutcome<Manifest>>> running = new ArrayList<>();
            requests.forEach(request -> running.add(threads.submit(() -> pulling.pull(request))));
            List<LoadOutcome<Manifest>> outcomes = new ArrayList<>();
            for (Future<LoadOutcome<Manifest>> each : running) {
                outcomes.add(each.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The pull itself failed", e.getCause());
        }
    }

    private int outcome(List<LoadOutcome<Manifest>> outcomes) {
        List<Failure> failures = new ArrayList<>();
        for (LoadOutcome<Manifest> outcome : outcomes) {
            switch (outcome) {
                case LoadOutcome.Loaded<Manifest> _ -> {}
                case LoadOutcome.Failed<Manifest> failed -> failures.add(failed.failure());
                case LoadOutcome.Cancelled<Manifest> _ -> {
                    return ExitCode.INTERRUPTED;
                }
            }
        }
        if (failures.isEmpty()) {
            return ExitCode.DONE;
        }
        failures.forEach(this::say);
        writeLastWord(failures.getFirst());
        return ExitCode.of(failures.getFirst().reason());
    }

    private void say(Failure failure) {
        err.printf("%s: %s%n%s%n", word(failure), failure.message(), failure.remedy());
    }

    private void writeLastWord(Failure failure) {
        if (!Files.isWritable(terminationLog)) {
            return;
        }
        String text = "%s: %s\n%s\n".formatted(word(failure), failure.message(), failure.remedy());
        try {
            Files.writeString(terminationLog, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            err.printf("The termination message cannot be written: %s%n", e.getMessage());
        }
    }

    /// The reason as events have it.
    private static String word(Failure failure) {
        return JsonMapper.builder().build().valueToTree(failure.reason()).asText();
    }
}
