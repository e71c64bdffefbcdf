package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// No request is lost while a model is scaled up and down, rolled out, tried as a canary and
/// promoted, and while its processes are killed; no long stream ends but with the process that it
/// comes from. `-Dgantry.lossless.seconds=600 -Dgantry.lossless.rate=500` says for how long and
/// with how many requests a second.
@ExtendWith(SuiteExtension.class)
class LosslessIT {

    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("gantry.lossless.seconds", 30));
    private static final int RATE = Integer.getInteger("gantry.lossless.rate", 50);
    private static final long SEED = Long.getLong("gantry.lossless.seed", System.nanoTime());

    /// What is more waits in the proxy, where no replica refuses it and none is lost with it.
    private static final int CONCURRENCY = 32;

    private static final Duration ANSWER = Duration.ofMillis(20);
    private static final Duration STREAM = Duration.ofSeconds(5);
    private static final int STREAMS = 4;

    private final Random random = new Random(SEED);
    private final HttpClient http = HttpClient.newHttpClient();
    private int version = 1;
    private int replicas = 2;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger streamed = new AtomicInteger();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    private final Set<Long> killed = ConcurrentHashMap.newKeySet();

    @Test
    void shouldLoseNoRequestWhateverHappensToReplicas(RunningSuite suite) throws Exception {
        System.out.println("Seed of what happens: " + SEED);
        SampleModel model = suite.model("lossless");
        apply(model, 0);
        await().atMost(SampleModel.PATIENCE).until(() -> infer(model).status() == 200);

        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.execute(() -> {
                long next = System.nanoTime();
                while (!stop.get()) {
                    clients.execute(() -> ask(model));
                    next += Duration.ofSeconds(1).toNanos() / RATE;
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            });
            for (int stream = 0; stream < STREAMS; stream++) {
                clients.execute(() -> {
                    while (!stop.get()) {
                        stream(model);
                    }
                });
            }
            try {
                disturb(model);
            } finally {
                stop.set(true);
            }
        }

        System.out.printf(
                "%d requests were answered and %d streams ended over %d revisions and %d kills%n",
                answered.get(), streamed.get(), version, killed.size());
        assertThat(failures).as("failures besides %d answers", answered.get()).isEmpty();
        assertThat(answered.get()).isGreaterThan((int) (TIME.toSeconds() * RATE / 2));
        assertThat(streamed.get()).isGreaterThan(STREAMS);
        model.delete();
    }

    private void ask(SampleModel model) {
        Api.Answer answer = infer(model);
        if (answer.status() == 200) {
            answered.incrementAndGet();
        } else {
            failed(answer.toString());
        }
    }

    /// One stream until its end, or that of its process.
    private void stream(SampleModel model) {
        HttpRequest request =
                HttpRequest.newBuilder(model.api().proxy().resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\": \"%s\", \"stream\": true, \"messages\": []}"
                                                .formatted(model.name())))
                        .build();
        List<String> events = new ArrayList<>();
        try (Stream<String> lines =
                http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            lines.filter(line -> !line.isEmpty()).forEach(events::add);
        } catch (IOException | UncheckedIOException e) {
            events.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String last = events.isEmpty() ? "nothing" : events.getLast();
        boolean itsProcessDied =
                events.stream()
                        .anyMatch(event ->
                                killed.stream()
                                        .anyMatch(pid ->
                                                event.equals(
                                                        "data: {\"pid\": %d}".formatted(pid))));
        if (last.equals("data: [DONE]")) {
            streamed.incrementAndGet();
        } else if (!itsProcessDied) {
            failed("a stream of %d events ended with %s".formatted(events.size(), last));
        }
    }

    private void failed(String how) {
        failures.computeIfAbsent(how, _ -> new AtomicInteger()).incrementAndGet();
    }

    /// Everything once, and again until the time is over.
    private void disturb(SampleModel model) {
        long end = System.nanoTime() + TIME.toNanos();
        do {
            replicas = 3;
            apply(model, 0);
            awaitProcesses(model, 3);
            kill(model);
            replicas = 1;
            apply(model, 0);
            awaitProcesses(model, 1);
            replicas = 2;
            version++;
            apply(model, 0);
            awaitVersion(model);
            version++;
            for (int percent : List.of(20, 50)) {
                apply(model, percent);
                awaitVersion(model);
                kill(model);
            }
            apply(model, 0);
            awaitVersion(model);
            awaitProcesses(model, 2);
        } while (System.nanoTime() < end);
    }

    private void kill(SampleModel model) {
        List<ProcessHandle> processes = model.processes();
        if (processes.size() > 1) {
            ProcessHandle process = processes.get(random.nextInt(processes.size()));
            killed.add(process.pid());
            process.destroyForcibly();
        }
    }

    private void awaitProcesses(SampleModel model, int count) {
        await(count + " replicas of version " + version)
                .atMost(SampleModel.PATIENCE)
                .until(() -> model.processes().size() == count);
    }

    /// One of its replicas has answered.
    private void awaitVersion(SampleModel model) {
        await("an answer of version " + version)
                .atMost(SampleModel.PATIENCE)
                .until(() -> model.processes().stream().anyMatch(this::isVersion));
        model.awaitReady();
    }

    private boolean isVersion(ProcessHandle process) {
        Path environment = Path.of("/proc/%d/environ".formatted(process.pid()));
        try {
            return Files.readString(environment).contains("VERSION=" + version + "\0");
        } catch (IOException e) {
            // It has ended.
            return false;
        }
    }

    /// @param canaryPercent 0 for a revision that gets everything
    private void apply(SampleModel model, int canaryPercent) {
        String path = "/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices";
        String canary =
                canaryPercent == 0 ? "" : ", \"canaryTrafficPercent\": %d".formatted(canaryPercent);
        String body =
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "%s", "namespace": "default"},
                 "spec": {"predictor": {"minReplicas": %d, "maxReplicas": %d%s, "containerConcurrency": %d,
                  "containers": [%s]}}}
                """
                        .formatted(
                                model.name(),
                                replicas,
                                replicas,
                                canary,
                                CONCURRENCY,
                                SlowModel.container(model.name(), version, ANSWER, STREAM));
        Api.Answer answer = model.api().registry("POST", path, body);
        // Its status may be written in between.
        while (answer.status() == 409) {
            String there =
                    model.api()
                            .registry("GET", path + "/" + model.name(), "")
                            .body()
                            .at("/metadata/resourceVersion")
                            .asText();
            answer =
                    model.api()
                            .registry(
                                    "PUT",
                                    path + "/" + model.name(),
                                    body.replace(
                                            "\"metadata\": {",
                                            "\"metadata\": {\"resourceVersion\": \"%s\", "
                                                    .formatted(there)));
        }
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
    }

    private static Api.Answer infer(SampleModel model) {
        return model.api()
                .proxy(
                        "POST",
                        "/v1/models/%s:predict".formatted(model.name()),
                        "{\"instances\": [1]}");
    }
}
