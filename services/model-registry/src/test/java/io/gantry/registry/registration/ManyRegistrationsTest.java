package io.gantry.registry.registration;

import static io.gantry.registry.registration.Producer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Topic;
import io.gantry.registry.Database;
import io.gantry.registry.TopicReader;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What happens to registrations when there are many, and when the database goes away among them.
@QuarkusTest
@TestProfile(ManyRegistrationsTest.Impatient.class)
class ManyRegistrationsTest {

    private static final int MODELS = 8;
    private static final int CHANGES = 12;

    @Test
    void shouldKeepTheOrderOfEachModel() {
        try (Producer producer = new Producer()) {
            sendAll(producer, "order");

            for (int model = 0; model < MODELS; model++) {
                String name = "order-" + model;
                assertThat(producer.generations(name, CHANGES))
                        .containsExactlyElementsOf(upTo(CHANGES));
                assertThat(applied(name))
                        .extracting(event -> maxReplicas(event))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, CHANGES).boxed().toList());
            }
        }
    }

    @Test
    void shouldWaitForADatabaseThatIsAway() {
        try (Producer producer = new Producer()) {
            producer.topics.send(request("before", 1));
            producer.answers("before", 1);
            long deadBefore = deadLetters();
            double retriedBefore = retried();
            Database.refuseConnections();
            try {
                producer.topics.send(request("meanwhile", 1));
                // Several attempts, more than a message has that fails on its own.
                await().atMost(Duration.ofSeconds(20)).until(() -> retried() > retriedBefore + 5);
                assertThat(producer.answersSoFar("meanwhile")).isZero();
            } finally {
                Database.allowConnections();
            }

            assertThat(producer.generations("meanwhile", 1)).containsExactly(1L);
            assertThat(deadLetters()).isEqualTo(deadBefore);
        }
    }

    @Test
    void shouldLoseNothingWhenConnectionsAreCut() {
        try (Producer producer = new Producer()) {
            double retriedBefore = retried();
            Thread saboteur =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (!Thread.currentThread().isInterrupted()) {
                                    Database.cutConnections();
                                }
                            });
            try {
                sendAll(producer, "cut");
            } finally {
                saboteur.interrupt();
            }

            for (int model = 0; model < MODELS; model++) {
                String name = "cut-" + model;
                // What was cut off after its commit is answered again, with what it had become.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> producer.generationsSoFar(name).contains((long) CHANGES));
                assertThat(producer.generationsSoFar(name)).isSorted().containsAll(upTo(CHANGES));
            }
            assertThat(retried()).isGreaterThan(retriedBefore);
        }
    }

    private static double retried() {
        return Metrics.globalRegistry.counter("gantry.registry.registrations.retried").count();
    }

    private static void sendAll(Producer producer, String prefix) {
        for (int change = 1; change <= CHANGES; change++) {
            for (int model = 0; model < MODELS; model++) {
                producer.topics.send(request(prefix + "-" + model, change));
            }
        }
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<InferenceServiceApplied> applied(String name) {
        try (TopicReader topic = new TopicReader(Topic.INFERENCE_SERVICES.topicName())) {
            return topic.awaitEvents("kafka/" + name, InferenceServiceApplied.class, CHANGES);
        }
    }

    private static int maxReplicas(InferenceServiceApplied event) {
        return event.manifest().path("spec").path("predictor").path("maxReplicas").asInt();
    }

    private static long deadLetters() {
        try (TopicReader dead = new TopicReader(Topic.REGISTRATIONS.dlqName())) {
            return dead.all().size();
        }
    }

    /// Tries again soon.
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gantry.registry.registrations.retry-delay", "50ms");
        }
    }
}
