package io.gantry.registry.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.schema.Defaulting;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.ResourceTypes;
import io.gantry.kserve.schema.check.SchemaCheck;
import io.gantry.registry.Http;
import io.restassured.RestAssured;
import io.restassured.response.Response;

/// What the registry says to an object.
record Answer(int status, String message) {

    private static final String BASE = "/apis/";

    boolean accepted() {
        return status < 400;
    }

    /// Answers as if the object were created, and creates nothing.
    static Answer toRehearsal(ObjectNode object) {
        return of(request(object).post(collection(object) + "?dryRun=All"));
    }

    /// What is stored from now on, with the status that it says to have.
    static Answer toCreation(ObjectNode object) {
        Answer created = of(request(object).post(collection(object)));
        return created.accepted() && object.has("status")
                ? of(request(object).put(single(object) + "/status"))
                : created;
    }

    static Answer toReplacement(ObjectNode object) {
        return of(request(object).put(single(object) + "?dryRun=All"));
    }

    static void delete(ObjectNode object) {
        RestAssured.delete(single(object));
    }

    /// Whether an API server would refuse the object before any webhook sees it.
    static boolean breaksSchema(ObjectNode object) {
        var schema =
                ResourceTypes.find(text(object, "apiVersion"), text(object, "kind"))
                        .orElseThrow()
                        .version()
                        .schema();
        ObjectNode completed =
                Defaulting.applyDefaults(Pruning.prune(object, schema).object(), schema);
        return !SchemaCheck.validate(completed, schema).isEmpty();
    }

    private static io.restassured.specification.RequestSpecification request(ObjectNode object) {
        return Http.sending("application/json").body(KServeJson.toJson(object));
    }

    private static Answer of(Response response) {
        return new Answer(
                response.statusCode(),
                response.statusCode() < 400 ? "" : response.jsonPath().getString("message"));
    }

    private static String single(ObjectNode object) {
        return collection(object) + "/" + object.at("/metadata/name").asText();
    }

    private static String collection(ObjectNode object) {
        var found = ResourceTypes.find(text(object, "apiVersion"), text(object, "kind"));
        boolean namespaced = found.map(each -> each.type().namespaced()).orElse(true);
        String plural =
                found.map(each -> each.type().plural())
                        .orElse(text(object, "kind").toLowerCase(java.util.Locale.ROOT) + "s");
        String place = namespaced ? "/namespaces/" + object.at("/metadata/namespace").asText() : "";
        return BASE + text(object, "apiVersion") + place + "/" + plural;
    }

    private static String text(ObjectNode object, String field) {
        return object.path(field).asText();
    }
}
