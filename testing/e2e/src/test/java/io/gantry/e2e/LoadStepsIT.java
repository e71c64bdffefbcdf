package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A model under loads of 0, 5, 50 and 0 requests at once. `-Dgantry.steps.seconds=600
/// -Dgantry.steps.window=60s` says how long the load is steady, and over how long the monitor
/// averages. What a request waits longer at zero than its predictor takes to start is printed.
@ExtendWith(SuiteExtension.class)
class LoadStepsIT {

    private static final Duration STEADY =
            Duration.ofSeconds(Integer.getInteger("gantry.steps.seconds", 10));
    private static final String WINDOW = System.getProperty("gantry.steps.window", "6s");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /// Of which a replica is to have 70 %, so that 50 are for six, and not nearly for more or less.
    private static final int CONCURRENCY = 13;

    private static final Duration ANSWER = Duration.ofMillis(200);
    private static final String NAME = "steps";
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/default/inferenceservices";

    @SuppressWarnings("NullAway.Init") // The first thing of the test.
    private SampleModel model;

    private final AtomicInteger answered = new AtomicInteger();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

    @Test
    void shouldFollowTheLoadAndNotFlap(RunningSuite suite) {
        model = suite.model(NAME);
        Api api = suite.api();
        Api.Answer created = api.registry("POST", SERVICES, manifest());
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        awaitProcesses("nobody asks", 0);

        wake(api);
        try (var _ = new Load(api, 5)) {
            awaitAnswers(50);
            awaitSteady("5 at once", 1, suite.kafka());
        }
        try (var _ = new Load(api, 50)) {
            awaitProcesses("50 at once", 6);
            awaitSteady("50 at once", 6, suite.kafka());
        }
        awaitProcesses("nobody asks any more", 0);
        wake(api);

        System.out.printf("%d requests were answered%n", answered.get());
        assertThat(failures).isEmpty();
        model.delete();
        awaitProcesses("it is deleted", 0);
    }

    private static String manifest() {
        return """
        {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
         "metadata": {"name": "%s", "namespace": "default",
          "annotations": {"autoscaling.knative.dev/window": "%s"}},
         "spec": {"predictor": {"minReplicas": 0, "maxReplicas": 8, "containerConcurrency": %d,
          "containers": [%s]}}}
        """
                .formatted(
                        NAME,
                        WINDOW,
                        CONCURRENCY,
                        SlowModel.container(NAME, 1, ANSWER, Duration.ZERO));
    }

    private void wake(Api api) {
        long from = System.nanoTime();
        Api.Answer answer = infer(api);
        long took = Duration.ofNanos(System.nanoTime() - from).toMillis();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        long own = answer.body().path("startMillis").asLong();
        System.out.printf(
                "At zero a request took %d ms: %d ms for its predictor to start, %d ms to answer, %d ms beside%n",
                took, own, ANSWER.toMillis(), took - own - ANSWER.toMillis());
    }

    private void awaitAnswers(int count) {
        int before = answered.get();
        await("answers").atMost(PATIENCE).until(() -> answered.get() >= before + count);
    }

    /// As long as the load is the same, nothing else is decided.
    private void awaitSteady(String load, int replicas, String kafka) {
        long decisions = decisions(kafka);
        await("the end of " + load)
                .atMost(STEADY.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .during(STEADY)
                .until(() -> model.processes().size() == replicas);
        assertThat(decisions(kafka)).as("decisions while there were " + load).isEqualTo(decisions);
    }

    private static long decisions(String kafka) {
        return TopicHistory.of(kafka, List.of(Topic.SCALING)).stream()
                .filter(record -> record.key().startsWith("default/" + NAME + "/"))
                .count();
    }

    private void awaitProcesses(String when, int count) {
        await(count + " replicas when " + when)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> model.processes().size() == count);
    }

    private Api.Answer infer(Api api) {
        Api.Answer answer =
                api.proxy("POST", "/v1/models/%s:predict".formatted(NAME), "{\"instances\": [1]}");
        if (answer.status() == 200) {
            answered.incrementAndGet();
        } else {
            failures.computeIfAbsent(answer.toString(), _ -> new AtomicInteger()).incrementAndGet();
        }
        return answer;
    }

    /// So many clients that ask again as soon as they have their answer.
    private final class Load implements AutoCloseable {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

        Load(Api api, int count) {
            for (int client = 0; client < count; client++) {
                clients.execute(() -> {
                    while (!stop.get()) {
                        infer(api);
                    }
                });
            }
        }

        @Override
        public void close() {
            stop.set(true);
            clients.close();
        }
    }
}
