package io.gantry.registry.inferenceservice;

import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.store.StoredResource;
import java.util.List;
import java.util.UUID;

/// An InferenceService as the registry has it.
///
/// @param resource as it was written, with the metadata that the registry fills in, without a
///   status
/// @param revisions those that should exist now
public record StoredService(
        ServiceKey key,
        UUID uid,
        long generation,
        InferenceService resource,
        List<Revision> revisions) {

    public StoredService {
        revisions = List.copyOf(revisions);
    }

    public static StoredService of(StoredResource stored) {
        return new StoredService(
                new ServiceKey(stored.key().scope(), stored.key().name()),
                stored.identity().uid(),
                stored.identity().generation(),
                KServeJson.read(stored.tree(), InferenceService.class),
                Kept.of(stored.kept()).revisions());
    }
}
