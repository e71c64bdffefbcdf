package io.gantry.kserve.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads manifests as people write them: JSON or YAML, one document or many, or a `v1` List.
public final class Manifests {
    private static final JsonPointer ITEMS = JsonPointer.compile("/items");

    private Manifests() {}

    /// What each document of the text is, in the order of the text; empty documents are left out.
    public static List<Manifest> read(String text) {
        return read(text, ManifestLimits.DEFAULT);
    }

    /// Like [#read(String)], with other limits.
    public static List<Manifest> read(String text, ManifestLimits limits) {
        if (text.length() > limits.characters()) {
            return List.of(
                    new Manifest.Malformed(
                            1,
                            1,
                            "the manifest has %d characters, more than the %d that are read; split it"
                                    .formatted(text.length(), limits.characters())));
        }
        return documents(withoutByteOrderMark(text), limits).stream()
                .flatMap(document -> manifests(document, limits))
                .toList();
    }

    /// The resources of the text as trees, of whatever kind they are; what cannot be read is left
    /// out, because [#read(String)] says what is wrong with it.
    public static List<ObjectNode> trees(String text) {
        return documents(withoutByteOrderMark(text), ManifestLimits.DEFAULT).stream()
                .filter(RawDocument.Tree.class::isInstance)
                .map(document -> ((RawDocument.Tree) document).root())
                .flatMap(root -> isList(root) ? root.path("items").valueStream() : Stream.of(root))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /// Editors on Windows write one, and it is no part of the first document.
    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static List<RawDocument> documents(String text, ManifestLimits limits) {
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            RawDocument json = JsonDocument.read(text);
            // YAML documents may be written in JSON, too; only as JSON can the error be placed
            // well.
            boolean stream = text.contains("\n---") || start.startsWith("{{");
            if (json instanceof RawDocument.Tree || !stream) {
                return List.of(json);
            }
        }
        return YamlDocuments.read(text, limits);
    }

    private static Stream<Manifest> manifests(RawDocument document, ManifestLimits limits) {
        return switch (document) {
            case RawDocument.Broken broken ->
                    Stream.of(malformed(broken.position(), broken.message()));
            case RawDocument.Tree tree -> resources(tree, limits);
        };
    }

    private static Stream<Manifest> resources(RawDocument.Tree tree, ManifestLimits limits) {
        JsonNode root = tree.root();
        if (!isList(root)) {
            return Stream.of(resource(tree));
        }
        if (root.path("items").size() > limits.documents()) {
            return Stream.of(
                    malformed(
                            tree, "the list has more than %d items".formatted(limits.documents())));
        }
        List<Manifest> found = new ArrayList<>();
        for (int i = 0; i < root.path("items").size(); i++) {
            JsonPointer item = ITEMS.appendIndex(i);
            found.add(
                    resource(
                            new RawDocument.Tree(
                                    root.at(item),
                                    path -> tree.locator().locate(item.append(path)))));
        }
        return found.stream();
    }

    private static boolean isList(JsonNode root) {
        String kind = text(root, "kind");
        return kind != null && kind.endsWith("List") && root.path("items").isArray();
    }

    private static Manifest resource(RawDocument.Tree tree) {
        JsonNode root = tree.root();
        if (!root.isObject()) {
            return malformed(
                    tree,
                    "a resource must be an object with apiVersion and kind, found "
                            + TypeErrors.describe(root));
        }
        if (hasNul(root)) {
            return malformed(tree, "a NUL character (\\u0000) cannot be part of a manifest");
        }
        String apiVersion = text(root, "apiVersion");
        String kind = text(root, "kind");
        if (apiVersion == null || kind == null) {
            return malformed(
                    tree,
                    "%s is missing; an InferenceService starts with apiVersion: %s and kind: %s"
                            .formatted(
                                    apiVersion == null ? "apiVersion" : "kind",
                                    InferenceService.API_VERSION,
                                    InferenceService.KIND));
        }
        return ofKind(tree, apiVersion, kind);
    }

    private static Manifest ofKind(RawDocument.Tree tree, String apiVersion, String kind) {
        if (apiVersion.equals(InferenceService.API_VERSION) && kind.equals(InferenceService.KIND)) {
            return typed(tree, InferenceService.class, Manifest.OfInferenceService::new);
        }
        boolean runtime =
                kind.equals(ServingRuntime.KIND) || kind.equals(ServingRuntime.CLUSTER_KIND);
        if (apiVersion.equals(ServingRuntime.API_VERSION) && runtime) {
            return typed(tree, ServingRuntime.class, Manifest.OfServingRuntime::new);
        }
        if (OtherKinds.stored(apiVersion, kind) && tree.root() instanceof ObjectNode resource) {
            return new Manifest.OfOther(resource);
        }
        String name = text(tree.root().path("metadata"), "name");
        return UnsupportedKinds.explain(apiVersion, kind, name);
    }

    private static <T> Manifest typed(
            RawDocument.Tree tree, Class<T> type, Function<T, Manifest> found) {
        try {
            return found.apply(KServeJson.mapper().treeToValue(tree.root(), type));
        } catch (JsonMappingException e) {
            return mistyped(tree, e);
        } catch (JsonProcessingException e) {
            return malformed(tree, e.getOriginalMessage());
        }
    }

    private static Manifest mistyped(RawDocument.Tree tree, JsonMappingException e) {
        JsonPointer path = TypeErrors.path(e);
        JsonNode root = tree.root();
        return new Manifest.Mistyped(
                root.path("kind").asText(),
                text(root.path("metadata"), "name"),
                TypeErrors.dotted(path),
                malformed(tree.locator().locate(path), TypeErrors.explain(e, path, root.at(path))));
    }

    private static Manifest.Malformed malformed(RawDocument.Tree tree, String message) {
        return malformed(tree.locator().locate(JsonPointer.empty()), message);
    }

    private static Manifest.Malformed malformed(RawDocument.Position position, String message) {
        return new Manifest.Malformed(position.line(), position.column(), message);
    }

    private static boolean hasNul(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().contains(Rest.NO_NAME);
        }
        return node.propertyStream().anyMatch(member -> member.getKey().contains(Rest.NO_NAME))
                || node.valueStream().anyMatch(Manifests::hasNul);
    }

    private static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
    }
}
