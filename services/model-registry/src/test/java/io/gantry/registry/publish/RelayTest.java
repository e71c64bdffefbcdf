package io.gantry.registry.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.bus.EventPublisher;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Topic;
import io.gantry.registry.Database;
import io.gantry.registry.Http;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.TopicReader;
import io.gantry.registry.Yaml;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RelayTest {

    private static final String NAMESPACE = "relay";
    private static final String SERVICES =
            "/apis/serving.kserve.io/v1beta1/namespaces/relay/inferenceservices";
    private static final int MODELS = 8;
    private static final int CHANGES = 25;

    @Inject OutboxTable table;
    @Inject EventPublisher publisher;
    @Inject RegistryConfig config;
    @Inject MeterRegistry metrics;

    @Test
    void shouldPublishEachChangeOnceAndInOrderWhenSeveralRelaysShareTheOutbox()
            throws InterruptedException {
        // Given
        List<OutboxRelay> others = List.of(relay(), relay(), relay());
        others.forEach(relay -> relay.start(new StartupEvent()));

        // When
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, MODELS)
                    .forEach(model -> writers.execute(() -> write(others, model)));
        }

        // Then
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            for (int model = 0; model < MODELS; model++) {
                String key = NAMESPACE + "/model-" + model;
                topic.await(key, CHANGES);
                assertThat(topic.all(key))
                        .extracting(record -> generation(TopicReader.decode(record)))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, CHANGES).boxed().toList());
            }
        }
        for (OutboxRelay relay : others) {
            relay.stop(new ShutdownEvent());
        }
    }

    @Test
    void shouldPublishWhatAnInstanceThatDiedHadLeftInTheOutbox() {
        // Given an event that was committed and whose writer tells no relay
        EncodedRow.insert(
                publisher.encode(new InferenceServiceDeleted(NAMESPACE, "orphan", "uid", 7)));

        // When nobody writes anything else

        // Then
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            assertThat(topic.awaitEvents("relay/orphan", InferenceServiceDeleted.class, 1))
                    .extracting(InferenceServiceDeleted::generation)
                    .containsExactly(7L);
        }
        await("an empty outbox")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Database.number("select count(*) from outbox") == 0);
    }

    private OutboxRelay relay() {
        return new OutboxRelay(table, publisher, config, metrics);
    }

    private static void write(List<OutboxRelay> relays, int model) {
        String name = "model-" + model;
        Http.yaml().body(Yaml.service(name)).post(SERVICES).then().statusCode(201);
        for (int change = 2; change <= CHANGES; change++) {
            Http.yaml()
                    .body(Yaml.service(name).replace("minReplicas: 1", "minReplicas: " + change))
                    .put(SERVICES + "/" + name)
                    .then()
                    .statusCode(200);
            relays.get(change % relays.size()).wake();
        }
    }

    private static long generation(io.gantry.events.Event event) {
        return switch ((InferenceServiceEvent) event) {
            case InferenceServiceApplied applied -> applied.generation();
            case InferenceServiceDeleted deleted -> deleted.generation();
        };
    }
}
