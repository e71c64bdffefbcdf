package io.gantry.kserve.combine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Field;

/// The pods of one role.
public record LlmWorkload(LlmService service, Role role) {
    /// The server's container, in every pod.
    public static final String MAIN = "main";

    /// Where a server listens that declares no port.
    public static final int PORT = 8000;

    public ObjectNode spec() {
        return of(service.spec(), role);
    }

    /// The part of a spec that describes a role; an empty one where there is none.
    static ObjectNode of(ObjectNode spec, Role role) {
        if (role == Role.DECODE) {
            return spec;
        }
        return spec.get(role.member()) instanceof ObjectNode part ? part : spec.objectNode();
    }

    public boolean multiNode() {
        return spec().path("worker").isObject();
    }

    /// The Deployment's name.
    public String name() {
        return service.own("-kserve" + role.suffix());
    }

    public Field field() {
        return new Field(role.path(), spec());
    }

    public Field parallelism() {
        return field().get("parallelism");
    }

    /// A member of its spec, such as `template`; a missing node if there is none.
    public JsonNode part(String name) {
        JsonNode part = spec().path(name);
        return part.isNull() ? MissingNode.getInstance() : part;
    }
}
