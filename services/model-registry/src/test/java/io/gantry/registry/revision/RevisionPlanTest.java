package io.gantry.registry.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.revision.TrafficPlan.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RevisionPlanTest {

    @Property
    void shouldKeepItsPromisesWhateverIsDone(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 5) int limit) {
        Ledger ledger = new Ledger(limit);
        ledger.write(new Step.Update(Spec.of(0)).manifest());

        for (Step step : steps) {
            switch (step) {
                case Step.Update update -> ledger.write(update.manifest());
                case Step.Rollback(int choice) -> {
                    List<Integer> kept = List.copyOf(ledger.kept());
                    rollBack(ledger, kept.get(choice % kept.size()));
                }
                case Step.RollbackBefore _ ->
                        ledger.before().ifPresent(number -> rollBack(ledger, number));
                case Step.Promote(int percent) -> promote(ledger, percent);
            }
        }
    }

    private static void rollBack(Ledger ledger, int number) {
        Written target = ledger.kept(number);

        RevisionPlan plan = ledger.write(Rollout.to(target, ledger.service()));

        assertThat(plan.created()).isEmpty();
        assertThat(ledger.numbers()).containsExactly(number);
        assertThat(plan.rolledOut())
                .isNotNull()
                .extracting(Written::fingerprint)
                .isEqualTo(target.fingerprint());
        assertThat(ledger.kept(number)).isEqualTo(target);
    }

    private static void promote(Ledger ledger, int percent) {
        History history = ledger.history();
        List<Integer> before = ledger.numbers();
        Optional<InferenceService> promoted = Rollout.promoted(ledger.service(), history, percent);
        if (promoted.isEmpty()) {
            assertThat(before).hasSize(1);
            return;
        }

        int newest = newestCanary(ledger);
        RevisionPlan plan = ledger.write(promoted.get());

        assertThat(plan.created()).isEmpty();
        assertThat(before).containsAll(ledger.numbers());
        if (percent == 100) {
            assertThat(ledger.numbers()).containsExactly(newest);
            assertThat(Rollout.promoted(ledger.service(), ledger.history(), 50)).isEmpty();
        }
    }

    private static int newestCanary(Ledger ledger) {
        Map<String, Integer> numbers = ledger.history().numbers();
        return Variant.of(ledger.service(), ledger.history()).stream()
                .filter(variant -> variant.role() == Role.CANARY)
                .map(variant -> numbers.get(variant.written().fingerprint()))
                .max(Integer::compare)
                .orElseThrow();
    }

    @Example
    void shouldGiveTheNewestCanaryAnotherShare() {
        Ledger ledger = new Ledger(20);
        ledger.write(Spec.of(1).by(Spec.Way.LONG_LIST).manifest());
        assertThat(ledger.shares()).containsExactly(80, 10, 10);

        ledger.write(Rollout.promoted(ledger.service(), ledger.history(), 50).orElseThrow());

        assertThat(ledger.shares()).containsExactly(40, 10, 50);
    }

    @Example
    void shouldGoBackToWhatACanaryIsTriedAgainst() {
        Ledger ledger = new Ledger(20);
        ledger.write(Spec.of(1).manifest());
        ledger.write(Spec.of(2).withPercent(20).manifest());

        assertThat(ledger.numbers()).containsExactly(1, 2);
        assertThat(ledger.shares()).containsExactly(80, 20);
        assertThat(ledger.before()).contains(1);
    }

    @Example
    void shouldGoBackToWhatWasRolledOutBeforeAndForthAgain() {
        Ledger ledger = new Ledger(20);
        ledger.write(Spec.of(1).manifest());
        assertThat(ledger.before()).isEmpty();
        ledger.write(Spec.of(2).manifest());
        // A canary that was given up was never rolled out.
        ledger.write(Spec.of(3).withPercent(20).manifest());
        ledger.write(Spec.of(2).manifest());

        assertThat(ledger.before()).contains(1);
        rollBack(ledger, 1);
        assertThat(ledger.before()).contains(2);
    }

    @Example
    void shouldKeepWhatWasRolledOutBeforeLongerThanOthers() {
        Ledger ledger = new Ledger(3);
        List.of(1, 2, 3).forEach(i -> ledger.write(Spec.of(i).manifest()));
        rollBack(ledger, 1);

        ledger.write(Spec.of(4).manifest());

        assertThat(ledger.kept()).containsExactly(1, 3, 4);
        assertThat(ledger.before()).contains(1);
    }

    @Example
    void shouldGiveNoNumberAgain() {
        Ledger ledger = new Ledger(1);
        ledger.write(Spec.of(1).manifest());
        ledger.write(Spec.of(2).manifest());
        assertThat(ledger.kept()).containsExactly(2);

        ledger.write(Spec.of(1).manifest());

        assertThat(ledger.numbers()).containsExactly(3);
    }

    @Example
    void shouldBringBackTheDigestThatWasExpectedThen() {
        Ledger ledger = new Ledger(20);
        ledger.write(Spec.of(1).withDigest("aa").manifest());
        ledger.write(Spec.of(1).withDigest("bb").manifest());
        ledger.write(Spec.of(1).manifest());
        assertThat(ledger.numbers()).containsExactly(3);

        rollBack(ledger, 1);
        assertThat(ledger.service().annotation(RevisionPlan.SHA256_ANNOTATION)).isEqualTo("aa");
        rollBack(ledger, 3);
        assertThat(ledger.service().annotation(RevisionPlan.SHA256_ANNOTATION)).isNull();
    }

    @Example
    void shouldScaleAPromotedEntryOfTheListAsTheStableOne() {
        Ledger ledger = new Ledger(20);
        ledger.write(
                manifest(
                        """
                        {"predictor": {"model": {"storageUri": "s3://1"}, "minReplicas": 3,
                                       "maxReplicas": 9, "timeout": 5},
                         "canary": [{"trafficPercent": 10,
                                     "predictor": {"name": "v2", "model": {"storageUri": "s3://2"},
                                                   "minReplicas": 1, "timeout": 7}}]}
                        """));

        InferenceService promoted =
                Rollout.promoted(ledger.service(), ledger.history(), 100).orElseThrow();

        assertThat(KServeJson.tree(promoted).path("spec"))
                .isEqualTo(
                        KServeJson.tree(
                                        manifest(
                                                """
                                                {"predictor": {"name": "v2", "model": {"storageUri": "s3://2"},
                                                               "minReplicas": 3, "maxReplicas": 9, "timeout": 7}}
                                                """))
                                .path("spec"));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> update =
                Combinators.combine(
                                Arbitraries.integers().between(1, 6),
                                Arbitraries.of("", "aa", "bb"),
                                Arbitraries.of("", "aa"),
                                Arbitraries.integers().between(0, 100).injectNull(0.5),
                                Arbitraries.of(Spec.Way.values()),
                                Arbitraries.integers().between(0, 3))
                        .as(Spec::new)
                        .map(Step.Update::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(4, update),
                        Tuple.of(
                                2,
                                Arbitraries.integers().between(0, 9).<Step>map(Step.Rollback::new)),
                        Tuple.of(1, Arbitraries.just(new Step.RollbackBefore())),
                        Tuple.of(2, Arbitraries.of(0, 40, 100).<Step>map(Step.Promote::new)))
                .list()
                .ofMaxSize(30);
    }

    sealed interface Step {

        record Update(Spec spec) implements Step {
            InferenceService manifest() {
                return spec.manifest();
            }
        }

        /// To one of those that are kept.
        record Rollback(int choice) implements Step {}

        record RollbackBefore() implements Step {}

        record Promote(int percent) implements Step {}
    }

    /// @param own digest of the predictor's own annotation
    record Spec(
            int model,
            String digest,
            String own,
            @Nullable Integer percent,
            Way way,
            int minReplicas) {

        enum Way {
            PLAIN,
            SECTION,
            LIST,
            LONG_LIST
        }

        static Spec of(int model) {
            return new Spec(model, "", "", null, Way.PLAIN, 1);
        }

        Spec withPercent(int newPercent) {
            return new Spec(model, digest, own, newPercent, way, minReplicas);
        }

        Spec by(Way newWay) {
            return new Spec(model, digest, own, percent, newWay, minReplicas);
        }

        Spec withDigest(String newDigest) {
            return new Spec(model, newDigest, own, percent, way, minReplicas);
        }

        InferenceService manifest() {
            ObjectNode spec = KServeJson.mapper().createObjectNode();
            ObjectNode predictor = spec.putObject("predictor");
            predictor.putObject("model").put("storageUri", "s3://" + model);
            predictor.put("minReplicas", minReplicas);
            if (percent != null) {
                predictor.put("canaryTrafficPercent", percent);
            }
            if (!own.isEmpty()) {
                predictor.putObject("annotations").put(RevisionPlan.SHA256_ANNOTATION, own);
            }
            switch (way) {
                case PLAIN -> {}
                case SECTION ->
                        spec.putObject("default")
                                .putObject("predictor")
                                .putObject("model")
                                .put("storageUri", "s3://section");
                case LIST, LONG_LIST -> {
                    entry(spec, model + 1);
                    if (way == Way.LONG_LIST) {
                        entry(spec, model + 2);
                    }
                }
            }
            InferenceService service = RevisionPlanTest.manifest(spec.toString());
            return digest.isEmpty()
                    ? service
                    : KServeJson.edited(
                            service,
                            InferenceService.class,
                            tree ->
                                    tree.withObject("/metadata/annotations")
                                            .put(RevisionPlan.SHA256_ANNOTATION, digest));
        }

        private static void entry(ObjectNode spec, int model) {
            spec.withArrayProperty("canary")
                    .addObject()
                    .put("trafficPercent", 10)
                    .putObject("predictor")
                    .put("name", "v" + model)
                    .putObject("model")
                    .put("storageUri", "s3://" + model);
        }
    }

    private static InferenceService manifest(String spec) {
        try {
            return KServeJson.read(
                    KServeJson.mapper()
                            .readTree(
                                    "{\"metadata\": {\"name\": \"m\"}, \"spec\": %s}"
                                            .formatted(spec)),
                    InferenceService.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
