package io.gantry.kserve.revision;

import io.gantry.kserve.api.CanarySpec;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.EndpointSpec;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.InferenceServiceSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which predictors serve an InferenceService, and how much of the traffic each gets.
///
/// A manifest asks for a canary in one of three ways, which can be read together:
/// 1. `spec.canary[]`: each entry is a canary of its own percentage beside `spec.predictor`.
/// 2. `spec.default.predictor` (the API before v1beta1): that is the stable one, and
///    `spec.predictor` the canary that gets `canaryTrafficPercent`.
/// 3. `canaryTrafficPercent` alone: `spec.predictor` is the canary, and stable is what was rolled
///    out before, which only the registry knows.
///
/// The shares add up to 100. The stable share comes first, the canaries follow in the manifest's
/// order.
public record TrafficPlan(List<Share> shares) {

    /// Whether a predictor is what is being served or what is being tried.
    public enum Role {
        STABLE,
        CANARY
    }

    /// A predictor and its share of the traffic. At 0 percent it runs and gets none (a dark
    /// launch).
    public record Share(Component predictor, int percent, Role role) {}

    public TrafficPlan {
        shares = List.copyOf(shares);
    }

    /// The plan of a service whose last rolled out predictor was `previous` (null if there was
    /// none).
    ///
    /// Percentages beyond 0..100 are cut to it: validation has refused them, and an old record must
    /// not stop the traffic.
    public static TrafficPlan of(InferenceService service, @Nullable Component previous) {
        InferenceServiceSpec spec = service.spec();
        if (spec == null || spec.predictor() == null) {
            return new TrafficPlan(List.of());
        }
        List<Share> canaries = new ArrayList<>();
        int left = 100;
        Component stable = stable(spec, previous);
        if (stable != null) {
            int percent = cut(spec.predictor().canaryTrafficPercent(), left);
            left -= percent;
            canaries.add(new Share(spec.predictor(), percent, Role.CANARY));
        }
        for (CanarySpec canary : spec.canary() == null ? List.<CanarySpec>of() : spec.canary()) {
            if (canary.predictor() != null) {
                int percent = cut(canary.trafficPercent(), left);
                left -= percent;
                canaries.add(new Share(canary.predictor(), percent, Role.CANARY));
            }
        }
        List<Share> shares = new ArrayList<>();
        shares.add(new Share(stable == null ? spec.predictor() : stable, left, Role.STABLE));
        shares.addAll(canaries);
        return new TrafficPlan(shares);
    }

    /// The predictor that `spec.predictor` is tried against, or null if it is itself the stable
    /// one: with no percentage or all of it, it has been promoted; and it is no canary of itself.
    private static @Nullable Component stable(
            InferenceServiceSpec spec, @Nullable Component previous) {
        Component predictor = spec.predictor();
        Integer percent = predictor == null ? null : predictor.canaryTrafficPercent();
        if (predictor == null || percent == null || percent >= 100) {
            return null;
        }
        EndpointSpec section = spec.stable();
        Component stable = section == null ? previous : section.predictor();
        boolean same =
                stable != null
                        && RevisionFingerprint.of(stable).equals(RevisionFingerprint.of(predictor));
        return same ? null : stable;
    }

    private static int cut(@Nullable Integer percent, int left) {
        return percent == null ? 0 : Math.clamp(percent, 0, left);
    }
}
