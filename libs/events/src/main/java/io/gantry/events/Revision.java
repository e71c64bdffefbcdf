package io.gantry.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// One immutable version of a service's predictor.
///
/// @param name `{service}-{number}`, the number in at least five digits, as Knative names revisions
/// @param number counts up from 1 and is never used twice within a service
/// @param trafficPercent share of the traffic in percent, 0 to 100, once the revision is ready
/// @param predictor the predictor after defaulting, as KServe's v1beta1 JSON; that of an
///   LLMInferenceService has the member `llm`, which is its spec as v1alpha2 JSON, merged with its
///   configs and filled in
/// @param artifacts what has to be on the node before the predictor starts
public record Revision(
        String name,
        int number,
        int trafficPercent,
        JsonNode predictor,
        List<ArtifactReference> artifacts) {

    public Revision {
        artifacts = List.copyOf(artifacts);
    }

    public static String nameOf(String service, int number) {
        return "%s-%05d".formatted(service, number);
    }
}
