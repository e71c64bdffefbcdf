package io.gantry.registry.status;

import static io.gantry.registry.status.Scene.START;
import static io.gantry.registry.status.Scene.cached;
import static io.gantry.registry.status.Scene.condition;
import static io.gantry.registry.status.Scene.failed;
import static io.gantry.registry.status.Scene.failedDownload;
import static io.gantry.registry.status.Scene.predictor;
import static io.gantry.registry.status.Scene.progressed;
import static io.gantry.registry.status.Scene.removed;
import static io.gantry.registry.status.Scene.revision;
import static io.gantry.registry.status.Scene.scaled;
import static io.gantry.registry.status.Scene.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.StateEvent;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.registry.inferenceservice.StoredService;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StatusPropertyTest {

    private static final Failure FAILURE =
            Failure.of(FailureReason.CRASH_LOOP, "It keeps ending", "Look at its log.");

    /// Kafka keeps the order of a key and no other, and may deliver again what it delivered.
    @Property
    void shouldNotDependOnTheOrderOfDifferentKeysNorOnDuplicates(
            @ForAll("histories") List<Kind> history, @ForAll Random random) {
        List<Step> steps = steps(history);

        assertThat(statusAfter(shuffled(steps, random))).isEqualTo(statusAfter(steps));
    }

    @Property
    void shouldBeReadyOnlyIfAllPartsAre(@ForAll("histories") List<Kind> history) {
        InferenceServiceStatus status = statusAfter(steps(history));

        boolean parts = isTrue(status, "PredictorReady") && isTrue(status, "IngressReady");
        assertThat(isTrue(status, "Ready")).isEqualTo(parts);
        if (parts) {
            assertThat(component(status).unknown()).containsKey("traffic");
            assertThat(component(status).latestReadyRevision()).isNotNull();
        }
    }

    @Property
    void shouldShareAllTheTrafficOrNone(@ForAll("histories") List<Kind> history) {
        var traffic = component(statusAfter(steps(history))).unknown().get("traffic");

        if (traffic != null) {
            int sum = 0;
            for (var target : traffic) {
                sum += target.path("percent").asInt();
            }
            assertThat(sum).isEqualTo(100);
        }
    }

    @Property
    void shouldChangeTheTimeOfAConditionOnlyWithItsStatus(
            @ForAll("livesOfOneRevision") List<Kind> history) {
        StoredService service = service(Map.of(), revision(1, 100));
        Observed observed = new Observed();
        InferenceServiceStatus before = status(service, observed);
        for (Step step : steps(history)) {
            Scene.accept(observed, step.event(), step.at());
            InferenceServiceStatus now = status(service, observed);
            for (Condition condition : Objects.requireNonNull(now.conditions())) {
                Condition old = condition(before, String.valueOf(condition.type()));
                if (Objects.equals(condition.status(), old.status())) {
                    assertThat(condition.lastTransitionTime()).isEqualTo(old.lastTransitionTime());
                } else {
                    assertThat(condition.lastTransitionTime()).isEqualTo(step.at().toString());
                }
            }
            before = now;
        }
    }

    @Provide
    Arbitrary<List<Kind>> histories() {
        return Arbitraries.of(Kind.values()).list().ofMaxSize(25);
    }

    /// A download that is given up is left out: the deployer says so, too, a little later.
    @Provide
    Arbitrary<List<Kind>> livesOfOneRevision() {
        return Arbitraries.of(
                        Kind.DOWNLOADING,
                        Kind.DOWNLOAD_FAILED,
                        Kind.CACHED,
                        Kind.PENDING,
                        Kind.LOADING,
                        Kind.READY,
                        Kind.STANDBY,
                        Kind.FAILED,
                        Kind.SCALED)
                .list()
                .ofMaxSize(25);
    }

    private static boolean isTrue(InferenceServiceStatus status, String type) {
        return "True".equals(condition(status, type).status());
    }

    private static io.gantry.kserve.api.ComponentStatus component(InferenceServiceStatus status) {
        return Objects.requireNonNull(Objects.requireNonNull(status.components()).get("predictor"));
    }

    private static InferenceServiceStatus statusAfter(List<Step> steps) {
        Observed observed = new Observed();
        steps.forEach(step -> Scene.accept(observed, step.event(), step.at()));
        return status(service(Map.of(), revision(1, 70), revision(2, 30)), observed);
    }

    private static InferenceServiceStatus status(StoredService service, Observed observed) {
        return new Composition(service, observed.of(service), URI.create("http://p")).status();
    }

    private static List<Step> steps(List<Kind> history) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            steps.add(new Step(history.get(i).event(i + 1), START.plusSeconds(i + 1)));
        }
        return steps;
    }

    private static List<Step> shuffled(List<Step> steps, Random random) {
        Map<String, Deque<Step>> byKey = new LinkedHashMap<>();
        steps.forEach(step ->
                byKey.computeIfAbsent(
                                step.event().topic() + step.event().key(), _ -> new ArrayDeque<>())
                        .add(step));
        List<Deque<Step>> queues = new ArrayList<>(byKey.values());
        List<Step> delivered = new ArrayList<>();
        while (!queues.isEmpty()) {
            if (!delivered.isEmpty() && random.nextInt(3) == 0) {
                delivered.add(delivered.get(random.nextInt(delivered.size())));
            }
            Deque<Step> queue = queues.get(random.nextInt(queues.size()));
            delivered.add(queue.remove());
            queues.removeIf(Deque::isEmpty);
        }
        return delivered;
    }

    record Step(StateEvent event, Instant at) {}

    enum Kind {
        DOWNLOADING,
        DOWNLOAD_FAILED,
        DOWNLOAD_GIVEN_UP,
        CACHED,
        PENDING,
        LOADING,
        READY,
        STANDBY,
        FAILED,
        SCALED,
        READY_2,
        LOADING_2,
        STANDBY_2,
        FAILED_2,
        REMOVED_2;

        StateEvent event(long generation) {
            return switch (this) {
                case DOWNLOADING -> progressed(generation, generation, 100L);
                case DOWNLOAD_FAILED -> failedDownload(generation, FAILURE, START);
                case DOWNLOAD_GIVEN_UP -> failedDownload(generation, FAILURE, null);
                case CACHED -> cached(generation);
                case PENDING -> predictor(1, generation, Phase.PENDING);
                case LOADING -> predictor(1, generation, Phase.LOADING);
                case READY -> predictor(1, generation, Phase.READY);
                case STANDBY -> predictor(1, generation, Phase.STANDBY);
                case FAILED -> failed(1, generation, FAILURE);
                case SCALED -> scaled(1, generation, 0, "no requests");
                case READY_2 -> predictor(2, generation, Phase.READY);
                case LOADING_2 -> predictor(2, generation, Phase.LOADING);
                case STANDBY_2 -> predictor(2, generation, Phase.STANDBY);
                case FAILED_2 -> failed(2, generation, FAILURE);
                case REMOVED_2 -> removed(2, generation);
            };
        }
    }
}
