package io.gantry.kserve.schema.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.gantry.kserve.schema.FieldPath;
import io.gantry.kserve.schema.Schema;
import io.gantry.kserve.schema.check.SchemaViolation.Reason;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a schema says about strings and numbers. Patterns are Go's, so RE2 matches them here too.
final class ScalarRules {
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final Findings findings;

    ScalarRules(Findings findings) {
        this.findings = findings;
    }

    void check(JsonNode value, Schema schema, FieldPath path) {
        if (value.isTextual()) {
            checkString(value, schema, path);
        } else if (value.isNumber()) {
            checkNumber(value, schema, path);
        }
    }

    private void checkString(JsonNode value, Schema schema, FieldPath path) {
        String text = value.asText();
        int length = text.codePointCount(0, text.length());
        JsonNode longest = schema.keyword("maxLength");
        if (!longest.isMissingNode() && length > longest.asInt()) {
            findings.add(
                    path,
                    Reason.TOO_LONG,
                    value.toString(),
                    "may not be more than %s bytes".formatted(longest));
        }
        JsonNode shortest = schema.keyword("minLength");
        if (!shortest.isMissingNode() && length < shortest.asInt()) {
            invalid(path, value, "should be at least %s chars long".formatted(shortest));
        }
        JsonNode pattern = schema.keyword("pattern");
        if (!pattern.isMissingNode() && !pattern(pattern.asText()).matcher(text).find()) {
            invalid(path, value, "should match '%s'".formatted(pattern.asText()));
        }
        if (schema.keyword("format").asText().equals("date-time") && !isTime(text)) {
            findings.add(
                    path,
                    Reason.TYPE_INVALID,
                    value.toString(),
                    "%s in body must be of type date-time: %s".formatted(path, value));
        }
    }

    private static Pattern pattern(String text) {
        return PATTERNS.computeIfAbsent(text, Pattern::compile);
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private void checkNumber(JsonNode value, Schema schema, FieldPath path) {
        BigDecimal number = value.decimalValue();
        JsonNode most = schema.keyword("maximum");
        if (!most.isMissingNode()) {
            boolean strictly = schema.keyword("exclusiveMaximum").asBoolean();
            int compared = number.compareTo(most.decimalValue());
            if (compared > 0 || (strictly && compared == 0)) {
                String words = strictly ? "should be less than" : "should be less than or equal to";
                invalid(path, value, words + " " + most);
            }
        }
        JsonNode least = schema.keyword("minimum");
        if (!least.isMissingNode()) {
            boolean strictly = schema.keyword("exclusiveMinimum").asBoolean();
            int compared = number.compareTo(least.decimalValue());
            if (compared < 0 || (strictly && compared == 0)) {
                String words =
                        strictly ? "should be greater than" : "should be greater than or equal to";
                invalid(path, value, words + " " + least);
            }
        }
        JsonNode step = schema.keyword("multipleOf");
        if (!step.isMissingNode() && number.remainder(step.decimalValue()).signum() != 0) {
            invalid(path, value, "should be a multiple of " + step);
        }
    }

    private void invalid(FieldPath path, JsonNode value, String what) {
        findings.add(path, Reason.INVALID, value.toString(), "%s in body %s".formatted(path, what));
    }
}
