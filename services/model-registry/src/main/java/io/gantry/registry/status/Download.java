package io.gantry.registry.status;

import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Revision;
import io.gantry.events.text.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How far a revision's files are.
///
/// @param from since when the revision has been on its way, as far as others than the loaders know
record Download(Revision revision, Sightings sightings, Instant from) {

    /// How the first of the revision's artifacts does that no node has; empty when they all are on
    /// some node.
    Optional<Report> report() {
        return revision.artifacts().stream()
                .map(this::report)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// Since when it has been on its way: from the start, or since the last download that was given
    /// up was taken up again.
    Instant waitingSince() {
        return revision.artifacts().stream()
                .flatMap(reference -> best(reference).stream())
                .filter(best -> !best.hopeless())
                .map(ArtifactSighting::since)
                .reduce(from, (one, other) -> one.isAfter(other) ? one : other);
    }

    private Optional<ArtifactSighting> best(ArtifactReference reference) {
        return sightings.artifacts().getOrDefault(reference.artifact(), List.of()).stream()
                .min(Comparator.comparingInt(Download::rank));
    }

    private Optional<Report> report(ArtifactReference reference) {
        return best(reference)
                .map(best -> report(reference, best))
                .orElseGet(() -> Optional.of(untouched(reference)));
    }

    private Optional<Report> report(ArtifactReference reference, ArtifactSighting best) {
        return switch (best.event()) {
            case ArtifactCached _ -> Optional.empty();
            case ArtifactProgressed progressed ->
                    Optional.of(
                            Report.of(
                                    unknown("ModelDownloading", progress(progressed)),
                                    ModelState.LOADING));
            case ArtifactFailed failed -> Optional.of(failed(failed, best));
            case ArtifactEvicted _ -> Optional.of(untouched(reference));
        };
    }

    /// A node that has the artifact is all that is needed; then one that gets it.
    private static int rank(ArtifactSighting sighting) {
        return switch (sighting.event()) {
            case ArtifactCached _ -> 0;
            case ArtifactProgressed _ -> 1;
            case ArtifactFailed _ -> 2;
            case ArtifactEvicted _ -> 3;
        };
    }

    private Report untouched(ArtifactReference reference) {
        return Report.of(
                unknown(
                        "WaitingForDownload",
                        "Waiting for a loader to take up %s".formatted(reference.storageUri())),
                ModelState.PENDING);
    }

    private Report failed(ArtifactFailed failed, ArtifactSighting best) {
        boolean hopeless = best.hopeless();
        String message =
                failed.failure().sentences()
                        + (hopeless ? "" : " Next attempt at %s.".formatted(failed.retryAt()));
        Instant at = best.failedAt() == null ? from : best.failedAt();
        return new Report(
                new Finding(
                        hopeless ? Truth.FALSE : Truth.UNKNOWN,
                        Failures.conditionReason(failed.failure().reason()),
                        message,
                        hopeless ? best.since() : waitingSince()),
                ModelState.FAILED_TO_LOAD,
                Failures.info(failed.failure(), failed.node(), revision.name(), at),
                false);
    }

    private Finding unknown(String reason, String message) {
        return new Finding(Truth.UNKNOWN, reason, message, waitingSince());
    }

    private static String progress(ArtifactProgressed progressed) {
        Long total = progressed.bytesTotal();
        String done = Amounts.bytes(progressed.bytesDone());
        String size =
                total == null || total <= 0
                        ? done
                        : "%s of %s (%d %%)"
                                .formatted(
                                        done,
                                        Amounts.bytes(total),
                                        Math.min(100, progressed.bytesDone() * 100 / total));
        Long left = progressed.secondsLeft();
        return "Downloading %s to node %s: %s, %s/s%s"
                .formatted(
                        progressed.storageUri(),
                        progressed.node(),
                        size,
                        Amounts.bytes(progressed.bytesPerSecond()),
                        left == null
                                ? ""
                                : ", %s left"
                                        .formatted(Amounts.duration(Duration.ofSeconds(left))));
    }
}
