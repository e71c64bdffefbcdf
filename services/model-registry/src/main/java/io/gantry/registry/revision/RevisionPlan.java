package io.gantry.registry.revision;

import io.gantry.events.ArtifactReference;
import io.gantry.events.Revision;
import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Defaulting;
import io.gantry.kserve.revision.RevisionFingerprint;
import io.gantry.kserve.revision.TrafficPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows from a manifest for the revisions of its service.
///
/// A predictor that runs the same as a revision which the service had before is that revision
/// again, so that going back to what still runs starts nothing. Two predictors of one manifest that
/// run the same are one revision with both shares of the traffic.
///
/// @param desired the revisions that should exist now
/// @param created those of them that did not exist before
/// @param rolledOut what a later canary is tried against; null without a predictor
/// @param lastNumber the highest number given so far
public record RevisionPlan(
        List<Revision> desired,
        List<Created> created,
        @Nullable RolledOut rolledOut,
        int lastNumber) {

    /// Annotation of an InferenceService, or of one of its predictors, with the SHA-256 that its
    /// artifact must have.
    public static final String SHA256_ANNOTATION = "storage.gantry.io/sha256";

    public RevisionPlan {
        desired = List.copyOf(desired);
        created = List.copyOf(created);
    }

    public static RevisionPlan of(InferenceService service, History history) {
        return new Drawing(service, history).draw();
    }

    /// The plan while it is being made.
    private static final class Drawing {

        private final InferenceService service;
        private final History history;
        private final Map<String, Integer> numbers;
        private final Map<Integer, Revision> desired = new LinkedHashMap<>();
        private final List<Created> created = new ArrayList<>();
        private int lastNumber;

        Drawing(InferenceService service, History history) {
            this.service = service;
            this.history = history;
            this.numbers = new HashMap<>(history.numbers());
            this.lastNumber = history.lastNumber();
        }

        RevisionPlan draw() {
            RolledOut before = history.rolledOut();
            TrafficPlan traffic =
                    TrafficPlan.of(service, before == null ? null : before.predictor());
            RolledOut stable = null;
            for (TrafficPlan.Share share : traffic.shares()) {
                String sha256 = sha256(share.predictor()).orElse(null);
                add(share, sha256);
                if (share.role() == TrafficPlan.Role.STABLE) {
                    stable = new RolledOut(share.predictor(), sha256);
                }
            }
            return new RevisionPlan(List.copyOf(desired.values()), created, stable, lastNumber);
        }

        private void add(TrafficPlan.Share share, @Nullable String sha256) {
            String fingerprint = fingerprint(share.predictor(), sha256);
            Integer known = numbers.get(fingerprint);
            int number = known == null ? ++lastNumber : known;
            Component predictor = Defaulting.component(share.predictor());
            List<ArtifactReference> artifacts = Artifacts.of(predictor, sha256);
            Revision same = desired.get(number);
            int percent = share.percent() + (same == null ? 0 : same.trafficPercent());
            Revision revision =
                    new Revision(
                            Revision.nameOf(service.name(), number),
                            number,
                            percent,
                            same == null ? KServeJson.tree(predictor) : same.predictor(),
                            artifacts);
            desired.put(number, revision);
            if (known == null) {
                numbers.put(fingerprint, number);
                created.add(new Created(revision, fingerprint));
            }
        }

        /// The predictor's own annotation; else, of what was rolled out before, the one it had
        /// then, and of `spec.predictor` that of the service.
        @SuppressWarnings(
                "ReferenceEquality") // Two predictors may be equal and yet stand in different
        // places.
        private Optional<String> sha256(Component predictor) {
            Map<String, String> annotations =
                    predictor.annotations() == null ? Map.of() : predictor.annotations();
            String own = annotations.get(SHA256_ANNOTATION);
            if (own != null) {
                return Optional.of(own);
            }
            if (predictor == service.predictor()) {
                return Optional.ofNullable(service.annotation(SHA256_ANNOTATION));
            }
            RolledOut before = history.rolledOut();
            return before != null && predictor == before.predictor()
                    ? Optional.ofNullable(before.sha256())
                    : Optional.empty();
        }

        private static String fingerprint(Component predictor, @Nullable String sha256) {
            String running = RevisionFingerprint.of(predictor);
            return sha256 == null ? running : running + "+" + sha256;
        }
    }
}
