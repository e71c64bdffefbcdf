package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Field;
import io.gantry.kube.render.Names;

/// The pods of one role.
record LlmWorkload(LlmService service, Role role) {
    /// The server's container, in every pod.
    static final String MAIN = "main";

    ObjectNode spec() {
        return of(service.spec(), role);
    }

    /// The part of a spec that describes a role; an empty one where there is none.
    static ObjectNode of(ObjectNode spec, Role role) {
        if (role == Role.DECODE) {
            return spec;
        }
        return spec.get(role.member()) instanceof ObjectNode part ? part : spec.objectNode();
    }

    boolean multiNode() {
        return spec().path("worker").isObject();
    }

    /// The Deployment's name.
    String name() {
        return service.child("-kserve" + role.suffix());
    }

    /// The LeaderWorkerSet's name, which is shorter: its controller makes longer ones of it.
    String groupName() {
        return Names.group(service.name() + "-kserve-mn" + role.suffix());
    }

    Field field() {
        return new Field(role.path(), spec());
    }

    Field parallelism() {
        return field().get("parallelism");
    }

    /// A member of its spec, such as `template`; a missing node if there is none.
    JsonNode part(String name) {
        JsonNode part = spec().path(name);
        return part.isNull() ? MissingNode.getInstance() : part;
    }
}
