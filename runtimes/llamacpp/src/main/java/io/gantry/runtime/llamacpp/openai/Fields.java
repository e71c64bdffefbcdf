package io.gantry.runtime.llamacpp.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.runtime.server.openai.InvalidRequest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// The fields of a request. A field that is null counts as one that is not there.
record Fields(JsonNode request) {

    /// @throws InvalidRequest when it is not there
    String model() {
        return text("model")
                .orElseThrow(() ->
                        new InvalidRequest("model", "The request has no \"model\", a string."));
    }

    JsonNode get(String name) {
        return request.path(name);
    }

    boolean has(String name) {
        return !get(name).isMissingNode() && !get(name).isNull();
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!get(name).isTextual()) {
            throw wrong(name, "a string");
        }
        return Optional.of(get(name).asText());
    }

    boolean truth(String name) {
        if (!has(name)) {
            return false;
        }
        if (!get(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return get(name).asBoolean();
    }

    OptionalInt integer(String name, int least, int most) {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        JsonNode number = get(name);
        if (!number.isIntegralNumber()
                || !number.canConvertToInt()
                || number.asInt() < least
                || number.asInt() > most) {
            throw wrong(
                    name,
                    most == Integer.MAX_VALUE
                            ? "a whole number of at least %d".formatted(least)
                            : "a whole number from %d to %d".formatted(least, most));
        }
        return OptionalInt.of(number.asInt());
    }

    float number(String name, double otherwise, double least, double most) {
        if (!has(name)) {
            return (float) otherwise;
        }
        JsonNode number = get(name);
        if (!number.isNumber() || number.asDouble() < least || number.asDouble() > most) {
            throw wrong(name, "a number from %s to %s".formatted(least, most));
        }
        return number.floatValue();
    }

    /// What this server cannot do is refused, not left out in silence.
    ///
    /// @param harmless whether a value asks for nothing
    void refuse(String name, Predicate<JsonNode> harmless) {
        if (has(name) && !harmless.test(get(name))) {
            throw new InvalidRequest(
                    name,
                    "unsupported_parameter",
                    "\"%s\" is %s: this server does not support it; leave it out."
                            .formatted(name, shortened(get(name))));
        }
    }

    InvalidRequest wrong(String name, String wanted) {
        return new InvalidRequest(
                name, "\"%s\" is %s: give %s.".formatted(name, shortened(get(name)), wanted));
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
