package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// The whole desired state of one InferenceService, or of one LLMInferenceService.
///
/// @param uid differs when a name was deleted and used again
/// @param revisions the revisions that should exist now; traffic percentages add up to 100
/// @param manifest the InferenceService after defaulting, as KServe's v1beta1 JSON, or the
///   LLMInferenceService as its v1alpha2 JSON: its `kind` tells which. Its `metadata.uid` is that
///   of the cluster's object that it was taken in from, and missing when there is none
public record InferenceServiceApplied(
        String namespace,
        String name,
        String uid,
        long generation,
        List<Revision> revisions,
        JsonNode manifest)
        implements InferenceServiceEvent {

    public InferenceServiceApplied {
        revisions = List.copyOf(revisions);
    }

    @Override
    public boolean removal() {
        return false;
    }
}
