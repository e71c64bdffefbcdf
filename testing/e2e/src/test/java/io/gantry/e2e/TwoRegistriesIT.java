package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two registries' processes on one database publish every event once, in the order of its key.
@ExtendWith(SuiteExtension.class)
class TwoRegistriesIT {

    private static final int MODELS = 16;
    private static final int WRITES = 60;
    private static final String NAMESPACE = "two-registries";
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/" + NAMESPACE + "/inferenceservices";

    private final Map<String, List<Long>> accepted = new ConcurrentHashMap<>();

    @Test
    void shouldPublishEachChangeOnceAndInOrder(RunningSuite suite) throws Exception {
        try (RunningSuite.SecondRegistry second = suite.startSecondRegistry()) {
            // When each model's changes go to the one and the other in turn
            List<Api> registries = List.of(suite.api(), second.api());
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, MODELS)
                        .mapToObj(model -> "model-" + model)
                        .forEach(model -> writers.execute(() -> write(registries, model)));
            }

            // Then
            await("all that was accepted is published")
                    .atMost(SampleModel.PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> count(published(suite)) >= count(accepted));
            assertThat(accepted).hasSize(MODELS);
            Map<String, List<Long>> published = published(suite);
            accepted.forEach((model, generations) ->
                    assertThat(published.get(model)).as(model).isEqualTo(generations));
        }
        accepted.keySet().forEach(model -> suite.registry("DELETE", SERVICES + "/" + model, ""));
    }

    private void write(List<Api> registries, String model) {
        List<Long> generations = new ArrayList<>();
        for (int write = 0; write < WRITES; write++) {
            Api.Answer answer =
                    registries
                            .get(write % registries.size())
                            .registry(
                                    write == 0 ? "POST" : "PUT",
                                    write == 0 ? SERVICES : SERVICES + "/" + model,
                                    service(model, write + 1));
            assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
            generations.add(answer.body().at("/metadata/generation").asLong());
        }
        assertThat(generations).isEqualTo(LongStream.rangeClosed(1, WRITES).boxed().toList());
        accepted.put(model, generations);
    }

    private static Map<String, List<Long>> published(RunningSuite suite) {
        return TopicHistory.generations(suite.kafka(), NAMESPACE);
    }

    private static int count(Map<String, List<Long>> generations) {
        return generations.values().stream().mapToInt(List::size).sum();
    }

    private static String service(String name, int maxReplicas) {
        return """
        {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
         "metadata": {"name": "%s"},
         "spec": {"predictor": {"minReplicas": 0, "maxReplicas": %d,
                  "model": {"modelFormat": {"name": "onnx"}, "storageUri": "file:///nowhere"}}}}\
        """
                .formatted(name, maxReplicas);
    }
}
