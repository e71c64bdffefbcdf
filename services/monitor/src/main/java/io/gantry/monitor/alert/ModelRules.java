package io.gantry.monitor.alert;

import io.gantry.events.Failure;
import io.gantry.events.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Judges whether a service's models run.
final class ModelRules {

    private ModelRules() {}

    /// @param served true when any revision, one on its way out included, takes requests
    static Finding notReady(List<RevisionHealth> revisions, BooleanSupplier served) {
        List<RevisionHealth> missing = revisions.stream().filter(RevisionHealth::missing).toList();
        if (missing.isEmpty()) {
            return new Finding.Clear("All revisions have the ready replicas that they need");
        }
        String which =
                missing.stream()
                        .map(health ->
                                "%s (0 of %d)".formatted(health.revision(), health.desired()))
                        .collect(Collectors.joining(", "));
        return served.getAsBoolean()
                ? new Finding.Firing(
                        Severity.WARNING,
                        "No replica is ready of %s; another revision serves".formatted(which))
                : new Finding.Firing(
                        Severity.CRITICAL, "No replica is ready of %s".formatted(which));
    }

    /// A failure counts until the revision is ready: what is being tried again has not worked yet.
    static Finding loadFailed(List<RevisionHealth> revisions) {
        for (RevisionHealth health : revisions) {
            Optional<Failure> failure = health.failure();
            if (failure.isPresent() && health.ready() == 0) {
                return new Finding.Firing(
                        Severity.CRITICAL,
                        "Revision %s does not load: %s"
                                .formatted(health.revision(), failure.get().sentences()));
            }
        }
        return revisions.stream().anyMatch(RevisionHealth::missing)
                ? new Finding.Unclear()
                : new Finding.Clear("All revisions that are wanted have loaded");
    }
}
