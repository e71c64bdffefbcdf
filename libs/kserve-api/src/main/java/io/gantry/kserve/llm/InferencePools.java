package io.gantry.kserve.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Turns the pool of `spec.router.scheduler` into the form of the other version. `v1alpha1` embeds
/// the Gateway API's InferencePool `v1alpha2`, `v1alpha2` its `v1`
/// (`apix/v1alpha2/inferencepool_conversion.go` of the inference extension).
final class InferencePools {
    private static final String PORTS = "targetPorts";
    private static final String PROTOCOL = "appProtocol";

    /// Of an endpoint picker whose port is not said; `v1` demands that it be said.
    private static final int PICKER_PORT = 9002;

    private InferencePools() {}

    static ObjectNode toV1(ObjectNode old) {
        ObjectNode pool = old.deepCopy();
        JsonNode target = pool.remove("targetPortNumber");
        if (target != null) {
            pool.putArray(PORTS).addObject().set("number", target);
        }
        if (pool.get("selector") instanceof ObjectNode labels) {
            pool.putObject("selector").set("matchLabels", labels);
        }
        if (pool.remove("extensionRef") instanceof ObjectNode picker) {
            JsonNode port = picker.remove("portNumber");
            boolean service = picker.path("kind").asText("Service").equals("Service");
            if (port != null) {
                picker.putObject("port").set("number", port);
            } else if (service) {
                picker.putObject("port").put("number", PICKER_PORT);
            }
            pool.set("endpointPickerRef", picker);
        }
        return pool;
    }

    /// Of several ports the old form can say the first only, and it has no protocols.
    static ObjectNode toV1alpha2(ObjectNode v1) {
        ObjectNode pool = v1.deepCopy();
        pool.remove(PROTOCOL);
        JsonNode ports = pool.remove(PORTS);
        if (ports != null && ports.path(0).has("number")) {
            pool.set("targetPortNumber", ports.get(0).get("number"));
        }
        if (pool.get("selector") instanceof ObjectNode selector
                && selector.get("matchLabels") instanceof ObjectNode labels) {
            pool.set("selector", labels);
        }
        if (pool.remove("endpointPickerRef") instanceof ObjectNode picker) {
            JsonNode port = picker.remove("port");
            if (port != null && port.has("number")) {
                picker.set("portNumber", port.get("number"));
            }
            pool.set("extensionRef", picker);
        }
        return pool;
    }

    /// The pool that a client of the old form sends back, who was shown it in place of another.
    /// What it left alone is as before, and so is what it could not see.
    static ObjectNode restored(ObjectNode sent, ObjectNode before) {
        if (toV1alpha2(before).equals(sent)) {
            return before.deepCopy();
        }
        ObjectNode pool = toV1(sent);
        if (before.has(PROTOCOL)) {
            pool.set(PROTOCOL, before.get(PROTOCOL));
        }
        boolean samePort =
                pool.at("/targetPorts/0/number").equals(before.at("/targetPorts/0/number"));
        if (samePort && before.has(PORTS)) {
            pool.set(PORTS, before.get(PORTS));
        }
        return pool;
    }
}
