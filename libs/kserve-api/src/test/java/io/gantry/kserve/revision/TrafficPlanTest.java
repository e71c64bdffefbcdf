package io.gantry.kserve.revision;

import static io.gantry.kserve.revision.TrafficPlan.Role.CANARY;
import static io.gantry.kserve.revision.TrafficPlan.Role.STABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gantry.kserve.Conformance;
import io.gantry.kserve.RequiresConformance;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ModelFormat;
import io.gantry.kserve.api.ModelSpec;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class TrafficPlanTest {
    private static final Component V1 = serving("s3://m/v1");

    @Test
    void shouldGiveEverythingToTheOnlyPredictor() {
        assertShares(plan("model: {storageUri: s3://m/v1}", "", null))
                .containsExactly(tuple("s3://m/v1", 100, STABLE));
    }

    @Test
    @RequiresConformance
    void shouldReadTheSeedsAbTest() {
        // Given
        String seed = Conformance.read(Conformance.directory().resolve("seed/ab-test-llm.yaml"));

        // When
        TrafficPlan plan = TrafficPlan.of(service(seed), null);

        // Then
        assertShares(plan)
                .containsExactly(
                        tuple("s3://models/llama-2-7b-v1", 80, STABLE),
                        tuple("s3://models/llama-2-7b-v2", 20, CANARY));
    }

    @Test
    void shouldSetTheCanaryBesideWhatWasRolledOutBefore() {
        assertShares(plan("canaryTrafficPercent: 10, model: {storageUri: s3://m/v2}", "", V1))
                .containsExactly(tuple("s3://m/v1", 90, STABLE), tuple("s3://m/v2", 10, CANARY));
    }

    @Test
    void shouldGiveTheFirstRolloutEverythingWhateverItsPercentage() {
        assertShares(plan("canaryTrafficPercent: 10, model: {storageUri: s3://m/v1}", "", null))
                .containsExactly(tuple("s3://m/v1", 100, STABLE));
    }

    @Test
    void shouldPromoteAtHundredPercentOrWithoutPercentage() {
        assertShares(plan("canaryTrafficPercent: 100, model: {storageUri: s3://m/v2}", "", V1))
                .containsExactly(tuple("s3://m/v2", 100, STABLE));
        assertShares(plan("model: {storageUri: s3://m/v2}", "", V1))
                .containsExactly(tuple("s3://m/v2", 100, STABLE));
    }

    @Test
    void shouldNotTakeAPredictorForACanaryOfItself() {
        String scaled = "canaryTrafficPercent: 10, minReplicas: 7, model: {storageUri: s3://m/v1}";

        assertShares(plan(scaled, "", V1)).containsExactly(tuple("s3://m/v1", 100, STABLE));
    }

    @Test
    void shouldReadCanariesOfTheList() {
        // Given
        String canaries =
                """
                  canary:
                  - {trafficPercent: 25, predictor: {name: b, model: {storageUri: s3://m/b}}}
                  - {trafficPercent: 0, predictor: {name: c, model: {storageUri: s3://m/c}}}
                """;

        // When
        TrafficPlan plan = plan("model: {storageUri: s3://m/a}", canaries, null);

        // Then
        assertShares(plan)
                .containsExactly(
                        tuple("s3://m/a", 75, STABLE),
                        tuple("s3://m/b", 25, CANARY),
                        tuple("s3://m/c", 0, CANARY));
    }

    @Test
    void shouldPlanNothingForAServiceWithoutPredictor() {
        InferenceService none =
                service("apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService");

        assertThat(TrafficPlan.of(none, V1).shares()).isEmpty();
    }

    @Property
    void shouldAlwaysAddUpToHundred(
            @ForAll @IntRange(min = -50, max = 200) int percent,
            @ForAll @IntRange(min = -50, max = 200) int first,
            @ForAll @IntRange(min = -50, max = 200) int second,
            @ForAll boolean rolledOut) {
        // Given
        String canaries =
                """
                  canary:
                  - {trafficPercent: %d, predictor: {model: {storageUri: s3://m/b}}}
                  - {trafficPercent: %d, predictor: {model: {storageUri: s3://m/c}}}
                """
                        .formatted(first, second);
        String predictor =
                "canaryTrafficPercent: %d, model: {storageUri: s3://m/a}".formatted(percent);

        // When
        TrafficPlan plan = plan(predictor, canaries, rolledOut ? V1 : null);

        // Then
        assertThat(plan.shares()).allMatch(share -> share.percent() >= 0);
        assertThat(plan.shares().stream().mapToInt(TrafficPlan.Share::percent).sum())
                .isEqualTo(100);
        assertThat(plan.shares().getFirst().role()).isEqualTo(STABLE);
    }

    private static AbstractListAssert<?, ?, Tuple, ObjectAssert<Tuple>> assertShares(
            TrafficPlan plan) {
        return assertThat(plan.shares())
                .extracting(
                        share -> share.predictor().model().storageUri(),
                        TrafficPlan.Share::percent,
                        TrafficPlan.Share::role);
    }

    private static TrafficPlan plan(String predictor, String rest, Component previous) {
        String manifest =
                """
                apiVersion: serving.kserve.io/v1beta1
                kind: InferenceService
                metadata: {name: m}
                spec:
                  predictor: {%s}
                %s\
                """
                        .formatted(predictor, rest);
        return TrafficPlan.of(service(manifest), previous);
    }

    private static Component serving(String storageUri) {
        ModelSpec model = ModelSpec.of(new ModelFormat("f", null, Map.of()), storageUri);
        return Component.of(
                KServeJson.edited(model, ModelSpec.class, tree -> tree.remove("modelFormat")));
    }

    private static InferenceService service(String text) {
        return ((Manifest.OfInferenceService) Manifests.read(text).getFirst()).resource();
    }
}
