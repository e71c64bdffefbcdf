package io.gantry.registry.status;

import static io.gantry.registry.status.Scene.condition;
import static io.gantry.registry.status.Scene.predictor;
import static io.gantry.registry.status.Scene.revision;
import static io.gantry.registry.status.Scene.service;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.Topic;
import io.gantry.registry.TopicReader;
import io.gantry.registry.TopicWriter;
import io.gantry.registry.inferenceservice.StoredService;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus fills it in.
class StatusInboxTest {

    private static final StoredService SERVICE = service(Map.of(), revision(1, 100));

    @Inject Statuses statuses;

    @Test
    void shouldFollowWhatTheOthersSay() {
        try (TopicWriter topics = new TopicWriter()) {
            topics.send(Scene.progressed(1, 50, 100L));
            awaitReason("ModelDownloading");

            topics.send(Scene.cached(2));
            topics.send(predictor(1, 3, Phase.LOADING));
            awaitReason("PredictorStarting");

            // A message that nobody can read holds up nothing.
            topics.send(
                    Topic.PREDICTORS.topicName(),
                    "default/minilm/minilm-00001",
                    Map.of(),
                    "nonsense".getBytes(UTF_8));
            topics.send(predictor(1, 4, Phase.READY));
            awaitReason("MinimumReplicasAvailable");
            assertThat(condition(statuses.of(SERVICE), "Ready").status()).isEqualTo("True");

            topics.send(Scene.scaled(1, 5, 0, "no requests for 60 s"));
            topics.send(predictor(1, 6, Phase.STANDBY));
            awaitReason("ScaledToZero");
            await().untilAsserted(() ->
                    assertThat(condition(statuses.of(SERVICE), "Ready").message())
                            .contains("no requests for 60 s"));
        }
        try (TopicReader dead = new TopicReader(Topic.PREDICTORS.dlqName())) {
            List<ConsumerRecord<String, byte[]>> letters = dead.await(_ -> true, 1);
            assertThat(TopicReader.headers(letters.getFirst())).containsKey("dead-letter-reason");
        }
    }

    private void awaitReason(String reason) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(condition(statuses.of(SERVICE), "PredictorReady").reason())
                                .isEqualTo(reason));
    }
}
