package io.gantry.loader.reconcile;

import io.gantry.events.ArtifactReference;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.LatestStates;
import java.util.LinkedHashMap;
import java.util.Map;

/// Every artifact that some revision refers to. Not safe for use by several threads at once.
final class DesiredArtifacts {

    private final LatestStates<InferenceServiceEvent> services = new LatestStates<>();

    /// @return false when the event is not newer than what is known
    boolean accept(InferenceServiceEvent event) {
        return services.accept(event);
    }

    /// By artifact id; of references with the same id, which agree in source and digest, any one.
    Map<String, ArtifactReference> references() {
        Map<String, ArtifactReference> references = new LinkedHashMap<>();
        for (InferenceServiceEvent event : services.present()) {
            if (event instanceof InferenceServiceApplied applied) {
                applied.revisions().stream()
                        .flatMap(revision -> revision.artifacts().stream())
                        .forEach(reference -> references.put(reference.artifact(), reference));
            }
        }
        return references;
    }
}
