package io.gantry.registry.status;

import io.gantry.events.ScalingDecided;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that was seen of one service.
///
/// @param predictors by the revision's name, those that the spec no longer has included
/// @param artifacts by the artifact's id, one for each node, in the order of the nodes' names
/// @param scaling by the revision's name
/// @param replicasBringModels whether predictors run where each replica brings its model's files
/// @param lastRemoval when the last of its predictors that are gone was seen to be gone; null when
///   none was
record Sightings(
        Map<String, Sighting> predictors,
        Map<String, List<ArtifactSighting>> artifacts,
        Map<String, ScalingDecided> scaling,
        boolean replicasBringModels,
        @Nullable Instant lastRemoval) {

    Sightings {
        predictors = Map.copyOf(predictors);
        artifacts = Map.copyOf(artifacts);
        scaling = Map.copyOf(scaling);
    }

    /// A transformer or an explainer, which all revisions share and each tells of: what was said
    /// last, and since when any has said so. Empty where none is run.
    Optional<Finding> component(String name) {
        Optional<Finding> last =
                predictors.values().stream()
                        .filter(seen -> seen.components().containsKey(name))
                        .max(Comparator.comparingLong(seen -> seen.event().generation()))
                        .flatMap(seen -> Optional.ofNullable(seen.components().get(name)))
                        .map(ComponentSighting::finding);
        return last.map(finding ->
                new Finding(
                        finding.truth(),
                        finding.reason(),
                        finding.message(),
                        since(name, finding)));
    }

    private Instant since(String name, Finding finding) {
        return predictors.values().stream()
                .flatMap(seen -> Stream.ofNullable(seen.components().get(name)))
                .filter(each -> each.truth() == finding.truth())
                .map(ComponentSighting::since)
                .min(Comparator.naturalOrder())
                .orElse(finding.since());
    }
}
