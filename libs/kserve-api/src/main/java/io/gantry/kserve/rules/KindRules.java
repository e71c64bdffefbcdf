package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Findings;

/// What is said about the resources of one kind.
interface KindRules {

    /// Finds what keeps the resource from being accepted.
    void validate(Change change, Findings findings);

    /// Finds what will not work as written although the resource can be accepted.
    default void warn(Change change, Findings findings) {}

    /// The resource with what KServe fills in. Doing it twice is doing it once.
    default ObjectNode defaults(ObjectNode resource) {
        return resource;
    }
}
