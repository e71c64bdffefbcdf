package io.gantry.cli.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.KServeResource;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the files say: services to render, runtimes, and what there is in the cluster.
final class Documents {
    private static final String KSERVE = "serving.kserve.io/";
    private static final String LLM = "LLMInferenceService";
    private static final String LLM_CONFIG = "LLMInferenceServiceConfig";
    private static final String STORAGE_CONTAINER = "ClusterStorageContainer";

    private final String namespace;
    private final Map<Place, InferenceService> services = new LinkedHashMap<>();
    private final Map<Place, ObjectNode> llmServices = new LinkedHashMap<>();
    private final Map<Place, ObjectNode> llmConfigs = new LinkedHashMap<>();
    private final List<ServingRuntime> runtimes = new ArrayList<>();
    private final List<ObjectNode> others = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /// @param namespace of what names none
    Documents(String namespace) {
        this.namespace = namespace;
    }

    /// Takes in a file, a directory, or standard input.
    void read(String argument) {
        for (ManifestFiles.Text file : ManifestFiles.read(argument)) {
            int document = 0;
            for (Manifest manifest : Manifests.read(file.text())) {
                take(new Place(file.name(), ++document), manifest);
            }
            others.addAll(Manifests.trees(file.text()));
        }
    }

    /// Takes in the runtimes, and the configs of LLMInferenceServices, of a file, a directory, or
    /// standard input, and nothing else of it.
    void readRuntimes(String argument) {
        for (ManifestFiles.Text file : ManifestFiles.read(argument)) {
            int document = 0;
            for (Manifest manifest : Manifests.read(file.text())) {
                Place place = new Place(file.name(), ++document);
                switch (manifest) {
                    case Manifest.OfServingRuntime(ServingRuntime runtime) -> add(runtime);
                    case Manifest.Malformed malformed -> problems.add(sentence(place, malformed));
                    case Manifest.Mistyped mistyped ->
                            problems.add(sentence(place, mistyped.why()));
                    case Manifest.OfOther other when other.kind().equals(LLM_CONFIG) ->
                            llmConfigs.put(place, other.resource());
                    case Manifest.OfInferenceService _,
                            Manifest.OfOther _,
                            Manifest.Unsupported _ -> {}
                }
            }
        }
    }

    Map<Place, InferenceService> services() {
        return services;
    }

    /// The LLMInferenceServices, in the version that they are written in.
    Map<Place, ObjectNode> llmServices() {
        return llmServices;
    }

    /// Their configs. One that names no namespace is left without: it is everybody's.
    Map<Place, ObjectNode> llmConfigs() {
        return llmConfigs;
    }

    /// Whether there is nothing to render.
    boolean isEmpty() {
        return services.isEmpty() && llmServices.isEmpty() && problems.isEmpty();
    }

    List<ServingRuntime> runtimes() {
        return runtimes;
    }

    /// Why nothing can be rendered.
    List<String> problems() {
        return problems;
    }

    /// What is passed over, which may surprise.
    List<String> remarks() {
        return remarks;
    }

    FileLookup lookup() {
        return new FileLookup(namespace, others);
    }

    private void take(Place place, Manifest manifest) {
        switch (manifest) {
            case Manifest.OfInferenceService(InferenceService service) ->
                    services.put(place, inNamespace(service, InferenceService.class));
            case Manifest.OfServingRuntime(ServingRuntime runtime) -> add(runtime);
            case Manifest.OfOther other -> other(place, other);
            case Manifest.Unsupported unsupported -> unsupported(place, unsupported);
            case Manifest.Mistyped mistyped -> problems.add(sentence(place, mistyped.why()));
            case Manifest.Malformed malformed -> problems.add(sentence(place, malformed));
        }
    }

    /// Most kinds tell about the cluster, and nobody expects them to be rendered; one of KServe's
    /// in a version that nobody reads is another matter.
    private void unsupported(Place place, Manifest.Unsupported unsupported) {
        if (unsupported.apiVersion().startsWith(KSERVE)) {
            problems.add("%s: apiVersion: %s".formatted(place, unsupported.why()));
        }
    }

    private void other(Place place, Manifest.OfOther other) {
        switch (other.kind()) {
            case LLM -> llmServices.put(place, inNamespace(other.resource()));
            case LLM_CONFIG -> llmConfigs.put(place, other.resource());
            case STORAGE_CONTAINER -> {
                // It tells about the cluster.
            }
            default ->
                    remarks.add(
                            "%s: nothing is rendered for the %s %s"
                                    .formatted(place, other.kind(), other.name()));
        }
    }

    private void add(ServingRuntime runtime) {
        runtimes.add(runtime.clusterWide() ? runtime : inNamespace(runtime, ServingRuntime.class));
    }

    private <T extends KServeResource> T inNamespace(T resource, Class<T> type) {
        return resource.namespace() != null
                ? resource
                : KServeJson.edited(
                        resource,
                        type,
                        tree -> tree.withObject("/metadata").put("namespace", namespace));
    }

    private ObjectNode inNamespace(ObjectNode resource) {
        ObjectNode placed = resource.deepCopy();
        if (!placed.at("/metadata/namespace").isTextual()) {
            placed.withObject("/metadata").put("namespace", namespace);
        }
        return placed;
    }

    private static String sentence(Place place, Manifest.Malformed malformed) {
        return "%s, line %d, column %d: %s"
                .formatted(place, malformed.line(), malformed.column(), malformed.message());
    }
}
