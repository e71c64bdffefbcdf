package io.gantry.registry.status;

import io.gantry.events.ArtifactCached;
import io.gantry.events.Revision;
import io.gantry.registry.inferenceservice.StoredService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How large the files of models are, as the loaders measured them.
@ApplicationScoped
public class ArtifactSizes {

    private final Observed observed;

    ArtifactSizes(Observed observed) {
        this.observed = observed;
    }

    /// Bytes of the files of the newest revision that are whole on some node; empty when one of its
    /// artifacts is on none. Never blocks.
    public Optional<Long> of(StoredService service) {
        Sightings sightings = observed.of(service);
        return service.revisions().stream()
                .max(Comparator.comparingInt(Revision::number))
                .filter(revision -> !revision.artifacts().isEmpty())
                .flatMap(revision ->
                        revision.artifacts().stream()
                                .map(reference ->
                                        size(
                                                sightings
                                                        .artifacts()
                                                        .getOrDefault(
                                                                reference.artifact(), List.of())))
                                .reduce(Optional.of(0L), ArtifactSizes::sum));
    }

    private static Optional<Long> size(List<ArtifactSighting> nodes) {
        return nodes.stream()
                .map(ArtifactSighting::event)
                .filter(ArtifactCached.class::isInstance)
                .map(event -> ((ArtifactCached) event).bytes())
                .findFirst();
    }

    private static Optional<Long> sum(Optional<Long> one, Optional<Long> other) {
        return one.flatMap(left -> other.map(right -> left + right));
    }
}
