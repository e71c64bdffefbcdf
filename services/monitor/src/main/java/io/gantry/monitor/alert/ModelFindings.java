package io.gantry.monitor.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Judges whether a service's models run and have the replicas that they need.
final class ModelFindings {

    private static final ObjectMapper WORDS = new ObjectMapper();

    private ModelFindings() {}

    /// @param served true when any revision, one on its way out included, takes requests
    static Finding modelNotReady(List<RevisionHealth> revisions, boolean served) {
        return notReady(revisions, !served, "");
    }

    /// @param served true when any revision, one on its way out included, takes requests
    static Finding revisionNotReady(List<RevisionHealth> revisions, boolean served) {
        return notReady(revisions, served, "; another revision serves");
    }

    private static Finding notReady(List<RevisionHealth> revisions, boolean told, String beside) {
        List<RevisionHealth> missing = revisions.stream().filter(RevisionHealth::missing).toList();
        if (missing.isEmpty()) {
            return new Finding.Clear("All revisions have the ready replicas that they need");
        }
        String which =
                missing.stream()
                        .map(health ->
                                "%s (0 of %d)".formatted(health.revision(), health.desired()))
                        .collect(Collectors.joining(", "));
        return told
                ? Finding.Firing.of("No replica is ready of %s%s".formatted(which, beside))
                : new Finding.Clear(
                        beside.isEmpty() ? "Another revision serves" : "No revision serves");
    }

    /// A failure counts until the revision is ready: what is being tried again has not worked yet.
    static Finding loadFailed(List<RevisionHealth> revisions) {
        for (RevisionHealth health : revisions) {
            Optional<Failure> failure = health.failure();
            if (failure.isPresent() && health.ready() == 0) {
                return new Finding.Firing(
                        "Revision %s does not load: %s"
                                .formatted(health.revision(), failure.get().sentences()),
                        Map.of(
                                Finding.REVISION,
                                health.revision(),
                                "reason",
                                written(failure.get().reason())),
                        health.revision());
            }
        }
        return revisions.stream().anyMatch(RevisionHealth::missing)
                ? new Finding.Unclear()
                : new Finding.Clear("All revisions that are wanted have loaded");
    }

    /// Capacity that is missing while the rest serves.
    static Finding replicasMissing(List<RevisionHealth> revisions) {
        return revisions.stream()
                .filter(RevisionHealth::incomplete)
                .findFirst()
                .<Finding>map(health ->
                        Finding.Firing.of(
                                health.revision(),
                                "%d of %d replicas of %s are ready"
                                        .formatted(
                                                health.ready(),
                                                health.desired(),
                                                health.revision())))
                .orElseGet(() -> new Finding.Clear("All replicas that are wanted are ready"));
    }

    static Finding saturated(List<RevisionHealth> revisions) {
        boolean unknown = false;
        for (RevisionHealth health : revisions) {
            unknown |= health.wanted().isEmpty() && !health.byOthers();
            if (health.saturated()) {
                return new Finding.Firing(
                        saturation(health),
                        Map.of(
                                Finding.REVISION,
                                health.revision(),
                                "maxReplicas",
                                Integer.toString(health.max())),
                        health.revision());
            }
        }
        return unknown
                ? new Finding.Unclear()
                : new Finding.Clear("Demand wants no more replicas than maxReplicas allows");
    }

    private static String saturation(RevisionHealth health) {
        return health.byOthers()
                ? "%s has all of the %d replicas that maxReplicas allows"
                        .formatted(health.revision(), health.max())
                : "Demand wants %d replicas of %s, and maxReplicas is %d"
                        .formatted(health.wanted().orElse(0), health.revision(), health.max());
    }

    /// As events and conditions have it.
    static String written(FailureReason reason) {
        return WORDS.convertValue(reason, String.class);
    }
}
