package io.gantry.registry.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.RegistrationEvent;
import io.gantry.events.RegistrationRejected.FieldProblem;
import io.gantry.events.RegistrationRequested;
import io.gantry.events.RegistrationWithdrawn;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.api.Manifest;
import io.gantry.kserve.api.Manifests;
import io.gantry.registry.model.ModelReading;
import io.gantry.registry.model.ModelRequests;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what registrations ask for.
final class Wishes {

    private Wishes() {}

    static Wish of(RegistrationEvent event) {
        return switch (event) {
            case RegistrationWithdrawn _ -> new Wish.Withdraw();
            case RegistrationRequested requested -> of(requested);
        };
    }

    private static Wish of(RegistrationRequested requested) {
        JsonNode model = given(requested.model());
        JsonNode manifest = given(requested.manifest());
        if (model.isMissingNode() == manifest.isMissingNode()) {
            return Wish.Refused.because(
                    "A registration has either model or manifest; found %s"
                            .formatted(model.isMissingNode() ? "neither" : "both"));
        }
        return manifest.isMissingNode() ? model(requested, model) : manifest(requested, manifest);
    }

    private static JsonNode given(@Nullable JsonNode node) {
        return node == null || node.isNull() ? MissingNode.getInstance() : node;
    }

    private static Wish model(RegistrationRequested requested, JsonNode model) {
        ModelRequests.Target target =
                new ModelRequests.Target(requested.namespace(), requested.name());
        return switch (ModelRequests.read(model, target)) {
            case ModelReading.Read read -> new Wish.Write(read.service(), Wish.Form.MODEL);
            case ModelReading.Broken broken -> Wish.Refused.because("model: " + broken.message());
            case ModelReading.Wrong wrong ->
                    Wish.Refused.of(
                            wrong.errors().stream()
                                    .map(error -> new FieldProblem(error.field(), error.message()))
                                    .toList());
        };
    }

    private static Wish manifest(RegistrationRequested requested, JsonNode given) {
        if (!(given.deepCopy() instanceof ObjectNode manifest)) {
            return Wish.Refused.because(
                    "manifest: an InferenceService is a JSON object, found something else");
        }
        if (manifest.path("metadata").isMissingNode()) {
            manifest.putObject("metadata");
        }
        if (manifest.get("metadata") instanceof ObjectNode metadata) {
            if (!metadata.hasNonNull("name")) {
                metadata.put("name", requested.name());
            }
            if (!metadata.hasNonNull("namespace")) {
                metadata.put("namespace", requested.namespace());
            }
        }
        List<Manifest> read = Manifests.read(KServeJson.toJson(manifest));
        return read.size() == 1
                ? single(requested, read.getFirst())
                : Wish.Refused.because(
                        "manifest: a registration has one InferenceService, found a list of %d"
                                .formatted(read.size()));
    }

    private static Wish single(RegistrationRequested requested, Manifest manifest) {
        return switch (manifest) {
            case Manifest.OfInferenceService service -> named(requested, service);
            case Manifest.OfServingRuntime(var runtime) ->
                    otherKind(String.valueOf(runtime.kind()), runtime.name());
            case Manifest.OfOther other -> otherKind(other.kind(), other.name());
            case Manifest.Unsupported unsupported ->
                    Wish.Refused.because("manifest: " + unsupported.why());
            case Manifest.Mistyped mistyped ->
                    Wish.Refused.of(
                            List.of(new FieldProblem(mistyped.field(), mistyped.why().message())));
            case Manifest.Malformed malformed ->
                    Wish.Refused.because("manifest: " + malformed.message());
        };
    }

    private static Wish otherKind(String kind, String name) {
        return Wish.Refused.because(
                "manifest: a registration has an InferenceService, found %s %s; apply it to the registry's /apis"
                        .formatted(kind, name));
    }

    private static Wish named(
            RegistrationRequested requested, Manifest.OfInferenceService manifest) {
        String name = manifest.resource().name();
        String namespace = String.valueOf(manifest.resource().namespace());
        if (!name.equals(requested.name())) {
            return Wish.Refused.of(List.of(different("metadata.name", name, requested.name())));
        }
        if (!namespace.equals(requested.namespace())) {
            return Wish.Refused.of(
                    List.of(different("metadata.namespace", namespace, requested.namespace())));
        }
        return new Wish.Write(manifest.resource(), Wish.Form.MANIFEST);
    }

    private static FieldProblem different(String field, String found, String said) {
        return new FieldProblem(
                field,
                "is %s and the registration says %s; make them the same or leave the field out"
                        .formatted(found, said));
    }
}
