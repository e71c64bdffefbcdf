package io.gantry.registry.status;

import io.gantry.events.PredictorObserved;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Which revisions take the service's requests now, by the proxy's rules: those that are due and
/// can; if none can, the newest of before that still runs.
///
/// @param due the revisions that the spec gives traffic to
/// @param former takes everything because no due one can take anything; null when one can
record Rotation(List<RevisionView> due, Optional<Sighting> former) {

    Rotation {
        due = List.copyOf(due);
    }

    static Rotation of(List<RevisionView> views, Sightings sightings) {
        List<RevisionView> due = views.stream().filter(RevisionView::getsTraffic).toList();
        boolean served = due.stream().anyMatch(Rotation::available);
        return new Rotation(due, served ? Optional.empty() : former(views, due, sightings));
    }

    static boolean available(RevisionView view) {
        return view.report().finding().truth() == Truth.TRUE;
    }

    boolean served() {
        return former.isPresent() || due.stream().anyMatch(Rotation::available);
    }

    /// Since when requests have been taken; only when they are.
    Instant servedSince() {
        return Stream.concat(
                        former.stream().map(Sighting::since),
                        due.stream()
                                .filter(Rotation::available)
                                .map(view -> view.report().finding().since()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// The percentages that add up to 100, by the revision's name; empty when nothing takes
    /// requests.
    Map<String, Integer> shares() {
        if (former.isPresent()) {
            return Map.of(former.get().event().revision(), 100);
        }
        List<RevisionView> available = due.stream().filter(Rotation::available).toList();
        int total = available.stream().mapToInt(view -> view.revision().trafficPercent()).sum();
        Map<String, Integer> shares = new TreeMap<>();
        int before = 0;
        int given = 0;
        for (RevisionView view : available) {
            before += view.revision().trafficPercent();
            int upTo = before * 100 / total;
            shares.put(view.revision().name(), upTo - given);
            given = upTo;
        }
        return shares;
    }

    private static Optional<Sighting> former(
            List<RevisionView> views, List<RevisionView> due, Sightings sightings) {
        int newestDue = due.stream().mapToInt(view -> view.revision().number()).max().orElse(0);
        List<String> tooNew =
                views.stream()
                        .filter(view -> !due.contains(view))
                        .filter(view -> view.revision().number() >= newestDue)
                        .map(view -> view.revision().name())
                        .toList();
        List<String> names = due.stream().map(view -> view.revision().name()).toList();
        return sightings.predictors().values().stream()
                .filter(seen -> seen.readyReplicas() > 0)
                .filter(seen -> !names.contains(seen.event().revision()))
                .filter(seen -> !tooNew.contains(seen.event().revision()))
                .max(Comparator.comparing(Sighting::event, byNumber()));
    }

    /// Names of revisions end in numbers of at least five digits.
    private static Comparator<PredictorObserved> byNumber() {
        return Comparator.comparingInt((PredictorObserved seen) -> seen.revision().length())
                .thenComparing(PredictorObserved::revision);
    }
}
