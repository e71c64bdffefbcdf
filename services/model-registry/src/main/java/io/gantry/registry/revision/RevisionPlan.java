package io.gantry.registry.revision;

import io.gantry.events.ArtifactReference;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.revision.TrafficPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What follows from a manifest for the revisions of its service.
///
/// A predictor that runs the same as a revision which the service had before is that revision
/// again, so that going back to what still runs starts nothing. Two predictors of one manifest that
/// run the same are one revision with both shares of the traffic.
///
/// @param desired the revisions that should exist now
/// @param created those of them that did not exist before
/// @param pruned the numbers of those that are not kept any longer
/// @param rolledOut what a later canary is tried against; null without a predictor
/// @param former the number of what was rolled out before that; null when nothing was
/// @param lastNumber the highest number given so far
public record RevisionPlan(
        List<Revision> desired,
        List<Created> created,
        Set<Integer> pruned,
        @Nullable Written rolledOut,
        @Nullable Integer former,
        int lastNumber) {

    /// Annotation of an InferenceService, or of one of its predictors, with the SHA-256 that its
    /// artifact must have.
    public static final String SHA256_ANNOTATION = "storage.gantry.io/sha256";

    public RevisionPlan {
        desired = List.copyOf(desired);
        created = List.copyOf(created);
        pruned = Set.copyOf(pruned);
    }

    /// What a revision runs.
    @FunctionalInterface
    public interface Running {
        /// The predictor with all that was not written and runs, too: KServe's defaults.
        Running DEFAULTS = (_, written) -> Defaulting.component(written.predictor());

        /// @param number the revision's
        Component of(int number, Written written);
    }

    /// @param limit how many revisions are kept, those that should exist included; these are kept
    ///   however many they are
    public static RevisionPlan of(InferenceService service, History history, int limit) {
        return of(service, history, limit, Running.DEFAULTS);
    }

    /// @param limit as above
    /// @param running what revisions make of what was written
    public static RevisionPlan of(
            InferenceService service, History history, int limit, Running running) {
        return new Drawing(service, history, running).draw(limit);
    }

    /// The plan while it is being made.
    private static final class Drawing {

        private final InferenceService service;
        private final History history;
        private final Running running;
        private final Map<String, Integer> numbers;
        private final Map<Integer, Revision> desired = new LinkedHashMap<>();
        private final List<Created> created = new ArrayList<>();
        private int lastNumber;

        Drawing(InferenceService service, History history, Running running) {
            this.service = service;
            this.running = running;
            this.history = history;
            this.numbers = new HashMap<>(history.numbers());
            this.lastNumber = history.lastNumber();
        }

        RevisionPlan draw(int limit) {
            Written stable = null;
            for (Variant variant : Variant.of(service, history)) {
                add(variant);
                if (variant.role() == TrafficPlan.Role.STABLE) {
                    stable = variant.written();
                }
            }
            Integer former = former(stable);
            return new RevisionPlan(
                    List.copyOf(desired.values()),
                    created,
                    pruned(limit, former),
                    stable,
                    former,
                    lastNumber);
        }

        private void add(Variant variant) {
            Written written = variant.written();
            Integer known = numbers.get(written.fingerprint());
            int number = known == null ? ++lastNumber : known;
            Component predictor = running.of(number, written);
            List<ArtifactReference> artifacts = Artifacts.of(service, predictor, written.sha256());
            Revision same = desired.get(number);
            int percent = variant.percent() + (same == null ? 0 : same.trafficPercent());
            Revision revision =
                    new Revision(
                            Revision.nameOf(service.name(), number),
                            number,
                            percent,
                            same == null ? KServeJson.tree(predictor) : same.predictor(),
                            artifacts);
            desired.put(number, revision);
            if (known == null) {
                numbers.put(written.fingerprint(), number);
                created.add(new Created(revision, written));
            }
        }

        private @Nullable Integer former(@Nullable Written stable) {
            Optional<Integer> before = history.rolledOutNumber();
            Integer now = stable == null ? null : numbers.get(stable.fingerprint());
            return before.isEmpty() || before.get().equals(now) ? history.former() : before.get();
        }

        /// Of those that nothing refers to, the one that was rolled out before outlives the others,
        /// because it is what one goes back to; of these, the newest.
        private Set<Integer> pruned(int limit, @Nullable Integer former) {
            Set<Integer> idle = new HashSet<>(numbers.values());
            idle.removeAll(desired.keySet());
            Comparator<Integer> byWorth =
                    Comparator.comparing((Integer number) -> !Objects.equals(number, former))
                            .thenComparing(Comparator.reverseOrder());
            Set<Integer> pruned = new HashSet<>();
            idle.stream()
                    .sorted(byWorth)
                    .skip(Math.max(0, limit - desired.size()))
                    .forEach(pruned::add);
            return pruned;
        }
    }
}
