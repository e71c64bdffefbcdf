package io.gantry.registry.revision;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.revision.TrafficPlan;
import io.gantry.kserve.revision.TrafficPlan.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One of the predictors that serve a service.
///
/// @param percent its share of the traffic
record Variant(Written written, int percent, Role role) {

    /// The variants that the manifest asks for: the stable one, and the canaries in the manifest's
    /// order.
    static List<Variant> of(InferenceService service, History history) {
        Written before = history.rolledOut();
        return TrafficPlan.of(service, before == null ? null : before.predictor()).shares().stream()
                .map(share ->
                        new Variant(
                                new Written(
                                        share.predictor(),
                                        sha256(share.predictor(), service, history).orElse(null)),
                                share.percent(),
                                share.role()))
                .toList();
    }

    /// The predictor's own annotation; else, of what was rolled out before, the one it had then,
    /// and of `spec.predictor` that of the service.
    @SuppressWarnings(
            "ReferenceEquality") // Two predictors may be equal and yet stand in different places.
    private static Optional<String> sha256(
            Component predictor, InferenceService service, History history) {
        Map<String, String> annotations =
                predictor.annotations() == null ? Map.of() : predictor.annotations();
        String own = annotations.get(RevisionPlan.SHA256_ANNOTATION);
        if (own != null) {
            return Optional.of(own);
        }
        if (predictor == service.predictor()) {
            return Optional.ofNullable(service.annotation(RevisionPlan.SHA256_ANNOTATION));
        }
        Written before = history.rolledOut();
        return before != null && predictor == before.predictor()
                ? Optional.ofNullable(before.sha256())
                : Optional.empty();
    }
}
