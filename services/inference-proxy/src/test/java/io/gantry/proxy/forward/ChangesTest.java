package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Keys;
import io.gantry.events.Topic;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What clients see while the topics change what there is.
@QuarkusTest
class ChangesTest {

    private static final String NAMESPACE = Keys.DEFAULT_NAMESPACE;
    private static final int CLIENTS = 4;
    private static final String DEAD_LETTERED =
            "gantry_events_dead_lettered_total{topic=\"gantry.predictors\"}";

    private World world;
    private Predictor first;
    private Predictor second;

    @BeforeEach
    void open() {
        world = new World();
        first = Predictor.named("first");
        second = Predictor.named("second");
    }

    @AfterEach
    void close() {
        world.close();
        first.close();
        second.close();
    }

    @Test
    void shouldLoseNoRequestWhileANewRevisionTakesOver() {
        // Given
        String model = world.serve(first);
        AtomicBoolean over = new AtomicBoolean();
        Queue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
        List<Thread> clients =
                Stream.generate(() -> Thread.startVirtualThread(() -> ask(model, over, answers)))
                        .limit(CLIENTS)
                        .toList();
        await().until(() -> answers.size() > 20);

        // When
        world.publish(Events.applied(NAMESPACE, model, Events.revision(model, 2, 100)));
        world.publish(Events.ready(NAMESPACE, model, 2, second.endpoint()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> answers.stream().anyMatch(answer -> answer.body().equals("second")));
        world.publish(Events.removed(NAMESPACE, model, 1));
        world.awaitReplicas(model, 1);
        int before = answers.size();
        await().until(() -> answers.size() > before + 20);
        over.set(true);
        clients.forEach(ChangesTest::join);

        // Then
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(world.post(predict(model), "{}").body()).isEqualTo("second");
    }

    @Test
    void shouldForgetADeletedModel() {
        // Given
        String model = world.serve(first);
        assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(200);

        // When
        world.publish(Events.deleted(NAMESPACE, model));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(world.post(predict(model), "{}").statusCode()).isEqualTo(404));
        assertThat(world.get("/openai/v1/models").body()).doesNotContain(model);
    }

    @Test
    void shouldGoOnBehindAMessageThatNobodyCanRead() {
        // Given
        String topic = Topic.PREDICTORS.topicName();

        // When
        publishRaw(topic, "no event");

        // Then
        String model = world.serve(first);
        assertThat(world.post(predict(model), "{}").body()).isEqualTo("first");
    }

    @Test
    void shouldCountAMessageThatNobodyCanRead() {
        publishRaw(Topic.PREDICTORS.topicName(), "no event");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(ownMetrics()).anyMatch(line -> line.startsWith(DEAD_LETTERED)));
    }

    @Test
    void shouldListModelsAsOpenAiClientsExpect() {
        String model = world.serve(first);

        for (String path : List.of("/v1/models", "/openai/v1/models")) {
            HttpResponse<String> answer = world.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"object\":\"list\"")
                    .contains("\"id\":\"%s\",\"object\":\"model\"".formatted(model));
        }
    }

    @Test
    void shouldSayThatItIsLiveAndReady() {
        assertThat(world.get("/v2/health/live").body()).isEqualTo("{\"live\":true}");
        assertThat(world.get("/v2/health/ready").body()).isEqualTo("{\"ready\":true}");
    }

    private void ask(String model, AtomicBoolean over, Queue<HttpResponse<String>> answers) {
        while (!over.get()) {
            answers.add(world.post(predict(model), "{}"));
        }
    }

    private static String predict(String model) {
        return "/v1/models/" + model + ":predict";
    }

    private List<String> ownMetrics() {
        return world.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("gantry_"))
                .toList();
    }

    private static void publishRaw(String topic, String text) {
        Map<String, Object> client =
                Map.of(
                        "bootstrap.servers",
                        ConfigProvider.getConfig()
                                .getValue("kafka.bootstrap.servers", String.class));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    topic, "poison", text.getBytes(StandardCharsets.UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread client) {
        try {
            client.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
