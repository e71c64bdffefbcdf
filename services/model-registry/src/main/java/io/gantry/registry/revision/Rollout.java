package io.gantry.registry.revision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.CanarySpec;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.revision.TrafficPlan.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The manifests that move a service's traffic from one of its revisions to another.
public final class Rollout {

    private static final String SHARE = "canaryTrafficPercent";

    /// What asks for a canary besides the percentage of `spec.predictor`.
    private static final Set<String> OTHER_WAYS = Set.of("canary", "default");

    /// By these, an entry of `spec.canary` is scaled along with the stable predictor.
    private static final List<String> SCALING =
            List.of(
                    "minReplicas",
                    "maxReplicas",
                    "scaleTarget",
                    "scaleMetric",
                    "scaleMetricType",
                    "autoScaling");

    private Rollout() {}

    /// The service with everything going to a predictor, and to no canary.
    public static InferenceService to(Written target, InferenceService service) {
        return to(KServeJson.tree(target.predictor()), target.sha256(), service);
    }

    /// The service with a new share for its canary; with several, for that of the newest revision.
    ///
    /// @param percent 0 to 100; with 100, the canary is promoted: it becomes `spec.predictor`, and
    ///   there is no canary any more
    /// @return empty when there is no canary
    public static Optional<InferenceService> promoted(
            InferenceService service, History history, int percent) {
        return Variant.of(service, history).stream()
                .filter(variant -> variant.role() == Role.CANARY)
                .map(Variant::written)
                .max(Comparator.comparingInt(canary -> number(canary, history)))
                .map(canary ->
                        percent == 100
                                ? to(scaledAsNow(canary, service), canary.sha256(), service)
                                : shared(canary, service, percent));
    }

    private static int number(Written canary, History history) {
        return history.numbers().getOrDefault(canary.fingerprint(), 0);
    }

    /// The digest goes back to where it does not count as a change of what runs: an annotation of
    /// the predictor would, one of the service does not.
    private static InferenceService to(
            ObjectNode predictor, @Nullable String sha256, InferenceService service) {
        return KServeJson.edited(
                service,
                InferenceService.class,
                tree -> {
                    predictor.remove(SHARE);
                    ObjectNode spec = tree.withObjectProperty("spec");
                    spec.set("predictor", predictor);
                    spec.remove(OTHER_WAYS);
                    if (!predictor.path("annotations").has(RevisionPlan.SHA256_ANNOTATION)) {
                        expect(sha256, tree.withObjectProperty("metadata"));
                    }
                });
    }

    private static void expect(@Nullable String sha256, ObjectNode metadata) {
        if (sha256 != null) {
            metadata.withObjectProperty("annotations").put(RevisionPlan.SHA256_ANNOTATION, sha256);
        } else if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(RevisionPlan.SHA256_ANNOTATION);
        }
    }

    private static ObjectNode scaledAsNow(Written canary, InferenceService service) {
        ObjectNode predictor = KServeJson.tree(canary.predictor());
        if (service.predictor() != null && !isPredictor(canary, service)) {
            ObjectNode now = KServeJson.tree(service.predictor());
            SCALING.forEach(field -> {
                predictor.remove(field);
                if (now.has(field)) {
                    predictor.set(field, now.get(field));
                }
            });
        }
        return predictor;
    }

    private static InferenceService shared(Written canary, InferenceService service, int percent) {
        return KServeJson.edited(
                service,
                InferenceService.class,
                tree -> {
                    ObjectNode spec = tree.withObjectProperty("spec");
                    if (isPredictor(canary, service)) {
                        spec.withObjectProperty("predictor").put(SHARE, percent);
                    } else if (spec.path("canary").path(index(canary, service))
                            instanceof ObjectNode entry) {
                        entry.put("trafficPercent", percent);
                    }
                });
    }

    @SuppressWarnings("ReferenceEquality") // An entry of spec.canary may be equal to it.
    private static boolean isPredictor(Written canary, InferenceService service) {
        return canary.predictor() == service.predictor();
    }

    @SuppressWarnings("ReferenceEquality") // Two entries may be equal.
    private static int index(Written canary, InferenceService service) {
        List<CanarySpec> entries =
                service.spec() == null || service.spec().canary() == null
                        ? List.of()
                        : service.spec().canary();
        return IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).predictor() == canary.predictor())
                .findFirst()
                .orElseThrow();
    }
}
