package io.gantry.registry.inferenceservice;

import io.gantry.registry.store.Resources;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// The revisions of services, to be read.
@ApplicationScoped
public class Revisions {

    private final Resources resources;
    private final RevisionStore store;

    Revisions(Resources resources, RevisionStore store) {
        this.resources = resources;
        this.store = store;
    }

    /// The service with its revisions, which are no more than are kept; empty when there is no such
    /// service.
    public Uni<Optional<ServiceRevisions>> of(ServiceKey key) {
        return Panache.withSession(() ->
                resources
                        .find(key.resource())
                        .flatMap(found ->
                                found.map(service ->
                                                store.all(service)
                                                        .map(rows ->
                                                                Optional.of(
                                                                        ServiceRevisions.of(
                                                                                service, rows))))
                                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }
}
