package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.select.RuntimeCatalog;
import io.gantry.kserve.validate.Violation;
import java.util.List;

/// What was rendered, as tests look at it.
record Rendered(List<ObjectNode> objects) {
    static final String NAMESPACE = "models";

    /// A runtime with nothing special about it.
    static final ServingRuntime PLAIN =
            runtime(
                    """
                    spec:
                      supportedModelFormats: [{name: onnx, autoSelect: true}]
                      containers:
                      - name: kserve-container
                        image: server:1
                        args: ["--model={{.Name}}"]
                    """);

    static Rendered of(InferenceService service, ServingRuntime... runtimes) {
        return of(RenderSettings.DEFAULT, ClusterLookup.NOTHING, service, runtimes);
    }

    static Rendered of(
            RenderSettings settings,
            ClusterLookup cluster,
            InferenceService service,
            ServingRuntime... runtimes) {
        return of(
                new Renderer(settings, cluster)
                        .all(service, RuntimeCatalog.of(NAMESPACE, List.of(runtimes))));
    }

    static Rendered of(RenderOutcome outcome) {
        return switch (outcome) {
            case RenderOutcome.Rendered rendered ->
                    new Rendered(rendered.objects().stream().map(Typed::tree).toList());
            case RenderOutcome.Refused(Violation why) -> throw new AssertionError(why.sentence());
        };
    }

    static Violation refused(RenderOutcome outcome) {
        return switch (outcome) {
            case RenderOutcome.Refused(Violation why) -> why;
            case RenderOutcome.Rendered rendered ->
                    throw new AssertionError("not refused: " + rendered.objects());
        };
    }

    static Violation refused(
            ClusterLookup cluster, InferenceService service, ServingRuntime... runtimes) {
        return refused(
                new Renderer(RenderSettings.DEFAULT, cluster)
                        .all(service, RuntimeCatalog.of(NAMESPACE, List.of(runtimes))));
    }

    /// The one object of a kind and name.
    ObjectNode object(String kind, String name) {
        return objects.stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .filter(each -> each.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no %s %s in %s".formatted(kind, name, names())));
    }

    /// The pod of a Deployment.
    JsonNode pod(String deployment) {
        return object("Deployment", deployment).at("/spec/template/spec");
    }

    JsonNode container(String deployment, String name) {
        return named(pod(deployment).path("containers"), name);
    }

    JsonNode initContainer(String deployment, String name) {
        return named(pod(deployment).path("initContainers"), name);
    }

    /// Kind and name of all objects, in their order.
    List<String> names() {
        return objects.stream()
                .map(each -> each.path("kind").asText() + "/" + each.at("/metadata/name").asText())
                .toList();
    }

    static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s in %s".formatted(name, list)));
    }

    static JsonNode json(String yaml) {
        return Manifests.trees("apiVersion: v1\nkind: Any\nvalue:\n" + yaml.indent(2))
                .getFirst()
                .get("value");
    }

    /// An InferenceService of this spec, and whatever else is said of it.
    static InferenceService service(String name, String yaml) {
        ObjectNode tree =
                Manifests.trees(
                                "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\n"
                                        + yaml)
                        .getFirst();
        tree.withObject("/metadata").put("name", name).put("namespace", NAMESPACE);
        return KServeJson.read(tree, InferenceService.class);
    }

    static ServingRuntime runtime(String yaml) {
        String header =
                "apiVersion: serving.kserve.io/v1alpha1\nkind: ClusterServingRuntime\nmetadata: {name: plain}\n";
        return ((Manifest.OfServingRuntime) Manifests.read(header + yaml).getFirst()).resource();
    }
}
