package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.text.Amounts;
import io.gantry.kserve.validate.Quantity;
import io.gantry.problem.Problem.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a request, and collects what is wrong with them. What is wrong or left out
/// is read as null.
final class BodyFields {

    private final ObjectNode body;
    private final String path;
    private final List<FieldError> errors = new ArrayList<>();

    /// @param path what stands before the names of its fields, for example `gpu.`
    /// @param known the fields that there are
    BodyFields(ObjectNode body, String path, Set<String> known) {
        this.body = body;
        this.path = path;
        body.fieldNames().forEachRemaining(name -> checkName(name, known));
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    JsonNode node(String name) {
        return body.path(name);
    }

    void wrong(String name, String message) {
        errors.add(new FieldError(path + name, message));
    }

    void wrong(List<FieldError> more) {
        errors.addAll(more);
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    @Nullable ObjectNode object(String name) {
        if (!has(name)) {
            return null;
        }
        if (node(name) instanceof ObjectNode object) {
            return object;
        }
        wrong(name, "must be an object, found " + node(name));
        return null;
    }

    /// One of the words that a parser knows.
    <T> @Nullable T word(String name, Function<String, Optional<T>> parse, String words) {
        if (!has(name)) {
            return null;
        }
        Optional<T> value =
                node(name).isTextual() ? parse.apply(node(name).asText()) : Optional.empty();
        if (value.isEmpty()) {
            wrong(name, "must be one of %s, found %s".formatted(words, node(name)));
        }
        return value.orElse(null);
    }

    @Nullable Long number(String name, long least, long most) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = node(name);
        boolean fits =
                node.isIntegralNumber()
                        && node.canConvertToLong()
                        && node.asLong() >= least
                        && node.asLong() <= most;
        if (!fits) {
            wrong(
                    name,
                    "must be a whole number from %d to %d, found %s".formatted(least, most, node));
        }
        return fits ? Long.valueOf(node.asLong()) : null;
    }

    @Nullable BigDecimal decimal(String name, BigDecimal least, BigDecimal most) {
        if (!has(name)) {
            return null;
        }
        JsonNode node = node(name);
        // What is beyond a double becomes infinite, which has no decimals.
        BigDecimal value =
                node.isNumber() && Double.isFinite(node.asDouble()) ? node.decimalValue() : null;
        if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            wrong(
                    name,
                    "must be a number from %s to %s, found %s"
                            .formatted(least.toPlainString(), most.toPlainString(), node));
            return null;
        }
        return value;
    }

    /// Bytes as a number, or as one of Kubernetes' quantities.
    @Nullable Long bytes(String name, long most) {
        if (!has(name)) {
            return null;
        }
        Optional<BigDecimal> bytes =
                Quantity.parse(node(name))
                        .filter(value -> value.signum() > 0)
                        .filter(value -> value.compareTo(BigDecimal.valueOf(most)) <= 0);
        if (bytes.isEmpty()) {
            wrong(
                    name,
                    "must be bytes as a number or a quantity such as \"13Gi\", more than 0 and at most %s, found %s"
                            .formatted(Amounts.bytes(most), node(name)));
            return null;
        }
        return bytes.get().setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private void checkName(String name, Set<String> known) {
        if (!known.contains(name)) {
            wrong(
                    name,
                    "there is no such field; there are " + String.join(", ", new TreeSet<>(known)));
        }
    }
}
