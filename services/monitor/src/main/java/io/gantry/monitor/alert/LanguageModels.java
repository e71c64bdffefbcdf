package io.gantry.monitor.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.autoscale.llm.LlmMetric;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.monitor.demand.DemandMemory;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.scale.Scaling;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Tells services of language models from others. How long an answer of one takes says little: it
/// is as long as its text.
///
/// One is an LLMInferenceService; or has a model format or a runtime that serves nothing else; or
/// is scaled by a metric of language models; or its replicas tell vLLM's metrics, now or on other
/// days.
@Singleton
class LanguageModels {

    /// As the runtimes that Gantry comes with name them.
    private static final Set<String> FORMATS = Set.of("vllm", "gguf");

    /// Parts of the names of those runtimes.
    private static final Set<String> RUNTIMES = Set.of("vllm", "llamacpp");

    /// A figure of every decision that was made by what a language model's replicas told.
    private static final String OF_LANGUAGE_MODELS = "kvUse";

    private final Fleet fleet;
    private final Scaling scaling;
    private final DemandMemory memory;

    LanguageModels(Fleet fleet, Scaling scaling, DemandMemory memory) {
        this.fleet = fleet;
        this.scaling = scaling;
        this.memory = memory;
    }

    boolean contain(InferenceServiceApplied service) {
        ServiceId id = new ServiceId(service.namespace(), service.name());
        return service.manifest().path("kind").asText().equals("LLMInferenceService")
                || service.revisions().stream().anyMatch(revision -> bySpec(service, revision))
                || service.revisions().stream().anyMatch(revision -> seen(id, revision))
                || memory.knows(id);
    }

    private static boolean bySpec(InferenceServiceApplied service, Revision revision) {
        JsonNode predictor = revision.predictor();
        String format = predictor.at("/model/modelFormat/name").asText();
        return FORMATS.contains(format.toLowerCase(Locale.ROOT))
                || named(predictor.at("/model/runtime").asText())
                || Stream.of(
                                predictor.path("scaleMetric"),
                                metric(predictor.path("annotations")),
                                metric(service.manifest().at("/metadata/annotations")))
                        .map(JsonNode::asText)
                        .anyMatch(LanguageModels::isMetric);
    }

    private boolean seen(ServiceId id, Revision revision) {
        RevisionId revisionId = new RevisionId(id.namespace(), id.name(), revision.name());
        return scaling.figures(revisionId).containsKey(OF_LANGUAGE_MODELS)
                || fleet.predictor(revisionId)
                        .map(PredictorObserved::runtime)
                        .filter(LanguageModels::named)
                        .isPresent();
    }

    private static JsonNode metric(JsonNode annotations) {
        return annotations.path("autoscaling.knative.dev/metric");
    }

    private static boolean isMetric(String name) {
        return Arrays.stream(LlmMetric.values()).anyMatch(metric -> metric.key().equals(name));
    }

    private static boolean named(String runtime) {
        return RUNTIMES.stream().anyMatch(runtime.toLowerCase(Locale.ROOT)::contains);
    }
}
