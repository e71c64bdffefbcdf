package io.gantry.deployer.kubernetes;

import io.gantry.deployer.kubernetes.ComponentSightings.Seen;
import io.gantry.deployer.kubernetes.ComponentSightings.Target;
import io.gantry.events.ComponentState;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a service's transformer and explainer fare, told from what was seen of their Deployments and
/// pods.
///
/// @param service `namespace/name`
/// @param refused why the cluster does not take one, by component
/// @param diagnosis of a pod whose Deployment has, or has not, got ready within its deadline
/// @param lost whether a pod's node does not answer any more
record ComponentStates(
        String service,
        ComponentSightings sightings,
        Map<String, Failure> refused,
        BiFunction<PodSighting, Boolean, Diagnosis> diagnosis,
        Predicate<PodSighting> lost) {

    /// One for each that is there or is refused.
    List<ComponentState> list() {
        return ComponentSightings.COMPONENTS.stream()
                .flatMap(component -> of(component).stream())
                .toList();
    }

    private Optional<ComponentState> of(String component) {
        Seen seen = sightings.of(service, component);
        Target target = seen.target();
        Failure why = refused.get(component);
        if (target == null) {
            return Optional.ofNullable(why)
                    .map(failure -> new ComponentState(component, 0, 0, failure));
        }
        List<PodSighting> pods =
                seen.pods().values().stream()
                        .sorted(
                                Comparator.comparing(PodSighting::created)
                                        .thenComparing(PodSighting::name))
                        .toList();
        long ready = pods.stream().filter(PodSighting::ready).filter(lost.negate()).count();
        return Optional.of(
                new ComponentState(
                        component,
                        target.replicas(),
                        Math.toIntExact(ready),
                        why == null ? failure(component, target, pods) : why));
    }

    private @Nullable Failure failure(String component, Target target, List<PodSighting> pods) {
        if (target.podsRefused() != null) {
            return RevisionState.podsRefused(target.podsRefused());
        }
        boolean overdue = target.overdue() != null;
        Stream<Failure> ofPods =
                RevisionState.telling(pods, target.replicas()).stream()
                        .flatMap(pod -> diagnosis.apply(pod, overdue).failure().stream());
        return ofPods.findFirst().orElseGet(() -> overdue ? late(component, target) : null);
    }

    private Failure late(String component, Target target) {
        return Failure.of(
                FailureReason.READINESS_TIMEOUT,
                "The %s of %s did not get ready in time: %s"
                        .formatted(component, service, target.overdue()),
                "Read the log of its pods; when it only needs longer, say so by the annotation serving.knative.dev/progress-deadline.");
    }
}
