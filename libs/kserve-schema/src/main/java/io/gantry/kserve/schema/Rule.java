package io.gantry.kserve.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/// A CEL rule of a schema (`x-kubernetes-validations`).
///
/// @param rule what must be true of `self`, and of `oldSelf` if it is a transition rule
/// @param message what is said otherwise
/// @param messageExpression CEL that makes the message; `message` stands in if it fails
/// @param reason KServe's or Kubernetes' word for the cause; `FieldValueInvalid` if none is given
/// @param fieldPath the field below `self` that is to blame, as `.spec.replicas`; may be empty
/// @param optionalOldSelf whether the rule also holds where there is no value before
public record Rule(
        String rule,
        Optional<String> message,
        Optional<String> messageExpression,
        String reason,
        String fieldPath,
        boolean optionalOldSelf) {

    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

    static Rule of(JsonNode text) {
        return new Rule(
                text.path("rule").asText(),
                Optional.ofNullable(text.get("message")).map(JsonNode::asText),
                Optional.ofNullable(text.get("messageExpression")).map(JsonNode::asText),
                text.path("reason").asText("FieldValueInvalid"),
                text.path("fieldPath").asText(""),
                text.path("optionalOldSelf").asBoolean());
    }

    /// Whether the rule compares with the value before.
    public boolean isTransition() {
        return OLD_SELF.matcher(rule).find();
    }
}
