package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.cli.suite.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the registry has accepted gets onto its topic, in order and whole, whatever is killed.
@ExtendWith(SuiteExtension.class)
class OutboxIT {

    private static final int WRITES = 5000;
    private static final int WRITERS = 20;
    private static final int MODELS = 40;
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/outbox/inferenceservices";
    private static final String SERVICE =
            """
            {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
             "metadata": {"name": "%s"},
             "spec": {"predictor": {"minReplicas": 0, "maxReplicas": %d,
                      "model": {"modelFormat": {"name": "onnx"}, "storageUri": "file:///nowhere"}}}}
            """;

    private final AtomicInteger left = new AtomicInteger(WRITES);

    /// The generations that writers were told of, by model.
    private final Map<String, List<Long>> accepted = new ConcurrentHashMap<>();

    @Test
    void shouldPublishEveryAcceptedGenerationInOrderWhateverIsKilled(RunningSuite suite) {
        IntStream.range(0, MODELS)
                .forEach(model -> {
                    accepted.put(name(model), new ArrayList<>());
                    write(suite.api(), "POST", SERVICES, name(model), 1);
                });

        // When
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, WRITERS)
                    .forEach(writer -> writers.execute(() -> write(suite.api(), writer)));
            awaitLeft(WRITES * 3 / 4);
            suite.kill(Service.MODEL_REGISTRY);
            suite.restart();
            awaitLeft(WRITES / 2);
            suite.killInfrastructure();
            suite.restart();
            awaitLeft(WRITES / 4);
            suite.kill(Service.MODEL_REGISTRY);
            suite.restart();
        }

        // Then
        await("everything that was accepted")
                .atMost(SampleModel.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Map<String, List<Long>> published = published(suite.kafka());
                    accepted.forEach((model, generations) -> {
                        List<Long> found = published.getOrDefault(model, List.of());
                        assertThat(found).as(model).isSorted().containsAll(generations);
                        assertThat(found)
                                .as(model)
                                .containsExactlyElementsOf(
                                        IntStream.rangeClosed(1, found.size())
                                                .mapToObj(Long::valueOf)
                                                .toList());
                    });
                });
        accepted.keySet().forEach(model -> suite.registry("DELETE", SERVICES + "/" + model, ""));
    }

    private void write(Api api, int writer) {
        Random random = new Random(writer);
        while (left.get() > 0) {
            // Each model has one writer, which so knows the order of its own changes.
            int model = writer + WRITERS * random.nextInt(MODELS / WRITERS);
            String path = SERVICES + "/" + name(model);
            write(api, "PUT", path, name(model), 1 + random.nextInt(1000));
        }
    }

    /// A write that is not answered may have been accepted or not.
    private void write(Api api, String method, String path, String name, int replicas) {
        Api.Answer answer = api.registry(method, path, SERVICE.formatted(name, replicas));
        if (answer.status() == 200 || answer.status() == 201) {
            accepted.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(answer.body().at("/metadata/generation").asLong());
            left.decrementAndGet();
        }
    }

    private void awaitLeft(int writes) {
        await("writes")
                .atMost(SampleModel.PATIENCE.multipliedBy(3))
                .until(() -> left.get() <= writes);
    }

    private static String name(int model) {
        return "model-" + model;
    }

    /// The generations on the topic, each where it came first: what a registry that was killed had
    /// sent and not yet crossed off comes again.
    private static Map<String, List<Long>> published(String kafka) {
        Map<String, List<Long>> published = TopicHistory.generations(kafka, "outbox");
        published.replaceAll((_, generations) -> generations.stream().distinct().toList());
        return published;
    }
}
