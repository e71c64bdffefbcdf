package io.gantry.registry.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import java.util.Map;

/// The OpenAPI documents that Kubernetes clients ask for, one a version: what the kinds look like,
/// and which parameters their writes take. kubectl explains fields by it, and learns from it that
/// the server checks them.
final class OpenApiV3 {

    private static final String JSON = "application/json";
    private static final String GVK = "x-kubernetes-group-version-kind";

    private static final Map<String, String> WRITING =
            Map.of(
                    "dryRun", "string",
                    "fieldManager", "string",
                    "fieldValidation", "string",
                    "force", "boolean");

    private OpenApiV3() {}

    /// Where the documents are.
    static ObjectNode index(List<String> versions) {
        ObjectNode index = KServeJson.mapper().createObjectNode();
        ObjectNode paths = index.putObject("paths");
        versions.forEach(version -> {
            String path = "apis/%s/%s".formatted(KubeKind.GROUP, version);
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
        });
        return index;
    }

    static ObjectNode document(String version) {
        ObjectNode document = KServeJson.mapper().createObjectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        KubeKind.all(version)
                .forEach(kind -> {
                    schemas.set(name(kind), schema(kind));
                    String place = kind.namespaced() ? "namespaces/{namespace}/" : "";
                    String path = KubeResource.BASE + version + "/" + place + kind.plural();
                    collection(paths.putObject(path), kind);
                    single(paths.putObject(path + "/{name}"), kind);
                });
        return document;
    }

    private static ObjectNode schema(KubeKind kind) {
        ObjectNode schema = kind.version().schema().json();
        names(schema.putArray(GVK).addObject(), kind);
        return schema;
    }

    private static void collection(ObjectNode path, KubeKind kind) {
        operation(path, "get", "list", kind);
        body(operation(path, "post", "post", kind), kind, JSON);
    }

    private static void single(ObjectNode path, KubeKind kind) {
        operation(path, "get", "get", kind);
        body(operation(path, "put", "put", kind), kind, JSON);
        ObjectNode patch = operation(path, "patch", "patch", kind);
        List.of(Patch.JSON_PATCH, Patch.MERGE_PATCH, Patch.APPLY)
                .forEach(type -> body(patch, kind, type));
        operation(path, "delete", "delete", kind);
    }

    private static ObjectNode operation(
            ObjectNode path, String method, String action, KubeKind kind) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + kind.version().name() + kind.kind());
        operation.put("x-kubernetes-action", action);
        names(operation.putObject(GVK), kind);
        ArrayNode parameters = operation.putArray("parameters");
        if (!method.equals("get")) {
            WRITING.forEach((name, type) -> {
                ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
                parameter.putObject("schema").put("type", type);
            });
        }
        ObjectNode answer = operation.putObject("responses").putObject("200");
        answer.put("description", "OK");
        refer(answer.putObject("content").putObject(JSON), kind);
        return operation;
    }

    private static void body(ObjectNode operation, KubeKind kind, String type) {
        refer(operation.withObject("/requestBody/content").putObject(type), kind);
    }

    private static void refer(ObjectNode content, KubeKind kind) {
        content.putObject("schema").put("$ref", "#/components/schemas/" + name(kind));
    }

    private static void names(ObjectNode node, KubeKind kind) {
        node.put("group", KubeKind.GROUP)
                .put("version", kind.version().name())
                .put("kind", kind.kind());
    }

    private static String name(KubeKind kind) {
        return "io.kserve.serving.%s.%s".formatted(kind.version().name(), kind.kind());
    }
}
