package io.gantry.registry.inferenceservice;

import io.gantry.events.Revision;
import io.gantry.kserve.api.InferenceService;
import io.gantry.registry.resource.Stored;
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
        List<Revision> revisions)
        implements Stored<InferenceService> {

    public StoredService {
        revisions = List.copyOf(revisions);
    }
}
