package io.gantry.registry.model;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.kserve.validate.Violation;
import io.gantry.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the body of `POST /v1/models`, which registrations by Kafka carry, too.
public final class ModelRequests {

    private static final Map<String, FieldShape> FIELDS =
            Map.ofEntries(
                    entry("name", FieldShape.TEXT),
                    entry("namespace", FieldShape.TEXT),
                    entry("modelFormat", FieldShape.FORMAT),
                    entry("storageUri", FieldShape.TEXT),
                    entry("sha256", FieldShape.TEXT),
                    entry("runtime", FieldShape.TEXT),
                    entry("protocolVersion", FieldShape.TEXT),
                    entry("profile", FieldShape.PROFILE),
                    entry("minReplicas", FieldShape.WHOLE_NUMBER),
                    entry("maxReplicas", FieldShape.WHOLE_NUMBER),
                    entry("scaleTarget", FieldShape.WHOLE_NUMBER),
                    entry("scaleMetric", FieldShape.TEXT),
                    entry("containerConcurrency", FieldShape.WHOLE_NUMBER),
                    entry("timeoutSeconds", FieldShape.WHOLE_NUMBER),
                    entry("labels", FieldShape.TEXT_BY_NAME),
                    entry("annotations", FieldShape.TEXT_BY_NAME),
                    entry("args", FieldShape.TEXTS),
                    entry("env", FieldShape.ENVIRONMENT),
                    entry("resources", FieldShape.OBJECT));

    private ModelRequests() {}

    /// @param target the name and namespace that are to be; null where the body alone says
    public static ModelReading read(String json, @Nullable Target target) {
        try {
            return read(KServeJson.mapper().readTree(json), target);
        } catch (JsonProcessingException e) {
            return ModelReading.Broken.of(e);
        }
    }

    /// @param target the name and namespace that are to be; null where the body alone says
    public static ModelReading read(JsonNode body, @Nullable Target target) {
        if (!(body instanceof ObjectNode object)) {
            return new ModelReading.Broken(1, 1, "a model is a JSON object, found something else");
        }
        List<FieldError> errors = new ArrayList<>();
        ObjectNode given = object.deepCopy();
        given.properties().removeIf(field -> field.getValue().isNull());
        FieldShape.check(given, FIELDS, errors);
        required(given, target, errors);
        if (target != null) {
            settle(given, "name", target.name(), errors);
            settle(given, "namespace", target.namespace(), errors);
        }
        return errors.isEmpty() ? manifest(given) : new ModelReading.Wrong(errors);
    }

    /// What is wrong with a model, in the words of its request.
    public static List<FieldError> errors(List<Violation> violations) {
        return violations.stream().map(ModelProblems::error).toList();
    }

    private static void required(
            ObjectNode given, @Nullable Target target, List<FieldError> errors) {
        if (target == null && !given.has("name")) {
            errors.add(new FieldError("name", "is missing; give the model a name"));
        }
        if (!given.has("modelFormat")) {
            errors.add(
                    new FieldError("modelFormat", "is missing; name the format, for example onnx"));
        }
        if (!given.has("storageUri")) {
            errors.add(
                    new FieldError(
                            "storageUri",
                            "is missing; say where the model's files are, for example s3://bucket/model"));
        }
    }

    private static void settle(
            ObjectNode given, String field, String wanted, List<FieldError> errors) {
        if (!given.has(field)) {
            given.put(field, wanted);
        } else if (!given.path(field).asText().equals(wanted)) {
            errors.add(
                    new FieldError(
                            field,
                            "is %s and the address says %s; make them the same or leave the field out"
                                    .formatted(given.path(field), wanted)));
        }
    }

    private static ModelReading manifest(ObjectNode given) {
        ProfileDefaults.fill(given);
        ModelRequest request = KServeJson.read(given, ModelRequest.class);
        Manifest read = Manifests.read(KServeJson.toJson(ModelManifests.of(request))).getFirst();
        return switch (read) {
            case Manifest.OfInferenceService service -> new ModelReading.Read(service.resource());
            case Manifest.Mistyped mistyped ->
                    new ModelReading.Wrong(
                            List.of(
                                    new FieldError(
                                            ModelManifests.inFieldsOfRequest(mistyped.field()),
                                            ModelManifests.inFieldsOfRequest(
                                                    mistyped.why().message()))));
            case Manifest.Malformed malformed ->
                    new ModelReading.Broken(
                            malformed.line(), malformed.column(), malformed.message());
            case Manifest.OfServingRuntime _, Manifest.OfOther _, Manifest.Unsupported _ ->
                    throw new IllegalStateException("A model is an InferenceService");
        };
    }

    /// Where a request is to take effect.
    public record Target(String namespace, String name) {}
}
