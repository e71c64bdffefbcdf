package io.gantry.bench.deployer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.bench.EventPublisher;
import io.gantry.cli.CliException;
import io.gantry.events.ArtifactReference;
import io.gantry.events.EventCodec;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Keys;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// The services that the deployer is told of, and what it says of them.
final class Models implements AutoCloseable {

    static final String NAMESPACE = "models";

    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final EventPublisher events;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Set<String> ready = new HashSet<>();

    Models(String kafka) {
        events = new EventPublisher(kafka);
        consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", kafka),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topic.PREDICTORS.topicName()).stream()
                        .map(each -> new TopicPartition(each.topic(), each.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void publishRuntime() {
        events.publish(
                new ServingRuntimeApplied(
                        Keys.CLUSTER_SCOPE,
                        "vllm",
                        1,
                        json(
                                """
                                {"apiVersion": "serving.kserve.io/v1alpha1",
                                 "kind": "ClusterServingRuntime", "metadata": {"name": "vllm"},
                                 "spec": {
                                  "supportedModelFormats": [{"name": "vLLM", "autoSelect": true}],
                                  "protocolVersions": ["v2", "v1"],
                                  "containers": [{"name": "kserve-container",
                                   "image": "vllm/vllm-openai:v0.11.0",
                                   "command": ["python3", "-m", "vllm.entrypoints.openai.api_server"],
                                   "args": ["--port=8080", "--model=/mnt/models",
                                            "--served-model-name={{.Name}}"],
                                   "resources": {"requests": {"cpu": "1", "memory": "2Gi"},
                                                 "limits": {"cpu": "4", "memory": "16Gi"}},
                                   "readinessProbe": {"httpGet": {"path": "/health", "port": 8080},
                                                      "periodSeconds": 5}}]}}
                                """)));
    }

    /// Services `model-{from}` to `model-{to - 1}`, one replica with one GPU each.
    void publish(int from, int to) {
        for (int number = from; number < to; number++) {
            events.publish(service("model-%d".formatted(number)));
        }
        events.flush();
    }

    /// Waits until the deployer has published that so many are ready.
    ///
    /// @param progress told the number each time that it has grown
    void awaitReady(int count, IntConsumer progress) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ready.size() < count) {
            int before = ready.size();
            consumer.poll(POLL).forEach(this::take);
            if (ready.size() > before) {
                progress.accept(ready.size());
            }
            if (System.nanoTime() > deadline) {
                throw CliException.failed(
                        "only %d of %d are ready after %d min"
                                .formatted(ready.size(), count, PATIENCE.toMinutes()));
            }
        }
    }

    @Override
    public void close() {
        events.close();
        consumer.close();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        try {
            if (EventCodec.decode(Topic.PREDICTORS, headers, record.value()).orElse(null)
                            instanceof PredictorObserved seen
                    && seen.phase() == PredictorObserved.Phase.READY) {
                ready.add(seen.name());
            }
        } catch (UnreadableEventException e) {
            throw new IllegalStateException("The deployer publishes what nobody can read", e);
        }
    }

    private static InferenceServiceApplied service(String name) {
        String uri = "s3://models/" + name;
        JsonNode predictor = predictor(uri);
        Revision revision =
                new Revision(
                        Revision.nameOf(name, 1),
                        1,
                        100,
                        predictor,
                        List.of(
                                ArtifactReference.of(
                                        uri, null, ArtifactReference.DEFAULT_MOUNT_PATH)));
        return new InferenceServiceApplied(
                NAMESPACE, name, "uid-of-" + name, 1, List.of(revision), manifest(name, predictor));
    }

    private static JsonNode predictor(String uri) {
        return json(
                """
                {"minReplicas": 1, "maxReplicas": 4, "scaleMetric": "concurrency", "scaleTarget": 8,
                 "timeout": 600,
                 "model": {"modelFormat": {"name": "vLLM"}, "protocolVersion": "v2",
                  "storageUri": "%s",
                  "args": ["--max-model-len=8192", "--gpu-memory-utilization=0.90"],
                  "env": [{"name": "VLLM_LOGGING_LEVEL", "value": "INFO"},
                          {"name": "HF_HUB_OFFLINE", "value": "1"}],
                  "resources": {"requests": {"cpu": "2", "memory": "8Gi", "nvidia.com/gpu": "1"},
                                "limits": {"cpu": "4", "memory": "16Gi", "nvidia.com/gpu": "1"}}}}
                """
                        .formatted(uri));
    }

    private static JsonNode manifest(String name, JsonNode predictor) {
        return json(
                """
                {"apiVersion": "serving.kserve.io/v1beta1", "kind": "InferenceService",
                 "metadata": {"name": "%s", "namespace": "%s",
                  "labels": {"team": "search", "tier": "production"},
                  "annotations": {"autoscaling.knative.dev/window": "60s", "modelFormat": "vLLM"}},
                 "spec": {"predictor": %s}}
                """
                        .formatted(name, NAMESPACE, predictor));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
