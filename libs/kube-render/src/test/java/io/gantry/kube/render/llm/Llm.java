package io.gantry.kube.render.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.validate.Violation;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.RenderSettings;
import io.gantry.kube.render.Typed;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// LLMInferenceServices, and what becomes of them, as tests look at it.
record Llm(List<ObjectNode> objects, List<String> remarks) {
    static final String NAMESPACE = "models";

    /// A service of this name, with `metadata` and `spec` as YAML.
    static ObjectNode service(String name, String yaml) {
        ObjectNode service = resource("v1alpha2", "LLMInferenceService", yaml);
        service.withObject("/metadata").put("name", name).put("namespace", NAMESPACE);
        return service;
    }

    /// A service that serves a model, with more of the spec as YAML.
    static ObjectNode serving(String spec) {
        return service("llama", "spec:\n  model: {uri: 'hf://o/m'}\n" + spec.indent(2));
    }

    /// A config that is everybody's.
    static ObjectNode config(String name, String spec) {
        ObjectNode config =
                resource("v1alpha2", "LLMInferenceServiceConfig", "spec:\n" + spec.indent(2));
        config.withObject("/metadata").put("name", name);
        return config;
    }

    static ObjectNode resource(String version, String kind, String yaml) {
        return Manifests.trees(
                        "apiVersion: serving.kserve.io/%s\nkind: %s\n%s"
                                .formatted(version, kind, yaml))
                .getFirst()
                .deepCopy();
    }

    static JsonNode yaml(String text) {
        return Manifests.trees("apiVersion: v1\nkind: Any\nvalue:\n" + text.indent(2))
                .getFirst()
                .get("value");
    }

    static Llm render(ObjectNode service, ObjectNode... configs) {
        return render(ClusterLookup.NOTHING, service, configs);
    }

    static Llm render(ClusterLookup cluster, ObjectNode service, ObjectNode... configs) {
        LlmOutcome outcome =
                new LlmRenderer(RenderSettings.DEFAULT, cluster).render(service, List.of(configs));
        return switch (outcome) {
            case LlmOutcome.Rendered rendered ->
                    new Llm(
                            rendered.objects().stream().map(Llm::read).toList(),
                            rendered.remarks().stream().map(Violation::sentence).toList());
            case LlmOutcome.Refused(Violation why) -> throw new AssertionError(why.sentence());
        };
    }

    /// As a client reads it.
    private static ObjectNode read(HasMetadata object) {
        return (ObjectNode) parsed(Typed.tree(object).toString());
    }

    private static JsonNode parsed(String json) {
        try {
            return KServeJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Violation refused(ObjectNode service, ObjectNode... configs) {
        return refused(ClusterLookup.NOTHING, service, configs);
    }

    static Violation refused(ClusterLookup cluster, ObjectNode service, ObjectNode... configs) {
        LlmOutcome outcome =
                new LlmRenderer(RenderSettings.DEFAULT, cluster).render(service, List.of(configs));
        return switch (outcome) {
            case LlmOutcome.Refused(Violation why) -> why;
            case LlmOutcome.Rendered rendered ->
                    throw new AssertionError("not refused: " + rendered.objects());
        };
    }

    /// Kind and name of all objects, in their order.
    List<String> names() {
        return objects.stream()
                .map(each -> each.path("kind").asText() + "/" + each.at("/metadata/name").asText())
                .toList();
    }

    ObjectNode object(String name) {
        return objects.stream()
                .filter(each ->
                        name.equals(
                                each.path("kind").asText()
                                        + "/"
                                        + each.at("/metadata/name").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s in %s".formatted(name, names())));
    }

    /// The pod of the service `llama`.
    JsonNode pod() {
        return object("Deployment/llama-kserve").at("/spec/template/spec");
    }

    JsonNode main() {
        return main(pod());
    }

    static JsonNode main(JsonNode pod) {
        return named(pod.path("containers"), "main");
    }

    JsonNode initContainer(String name) {
        return named(pod().path("initContainers"), name);
    }

    static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s in %s".formatted(name, list)));
    }

    /// What the server's process is started with, after the shell's own arguments.
    static List<String> arguments(JsonNode container) {
        List<String> words = new ArrayList<>();
        container.path("command").valueStream().skip(4).forEach(each -> words.add(each.asText()));
        container.path("args").forEach(each -> words.add(each.asText()));
        return words;
    }
}
