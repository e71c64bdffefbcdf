package io.gantry.kserve.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an unquoted YAML scalar means to Kubernetes' own tools (YAML 1.1 without sexagesimal
/// numbers and timestamps), so that a manifest means the same here as to kubectl.
final class PlainScalar {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern DECIMAL = Pattern.compile("([-+]?)(0|[1-9][0-9_]*)");
    private static final Pattern RADIX =
            Pattern.compile("([-+]?)0(?:x([0-9a-fA-F_]+)|b([01_]+)|o?([0-7_]+))");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    /// Jackson's own limit for JSON. A longer number, or one with a larger exponent, takes more
    /// time and memory to work with than any manifest is worth; it stays text.
    private static final int MAX_LENGTH = 1000;

    private PlainScalar() {}

    static JsonNode resolve(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (NULLS.contains(text)) {
            return nodes.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return nodes.booleanNode(TRUE.contains(text));
        }
        if (text.length() > MAX_LENGTH) {
            return nodes.textNode(text);
        }
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return integer(decimal.group(1), decimal.group(2), 10);
        }
        Matcher radix = RADIX.matcher(text);
        if (radix.matches()) {
            return inRadix(radix);
        }
        return FLOAT.matcher(text).matches() ? decimal(text) : nodes.textNode(text);
    }

    private static JsonNode inRadix(Matcher radix) {
        String sign = radix.group(1);
        if (radix.group(2) != null) {
            return integer(sign, radix.group(2), 16);
        }
        return radix.group(3) != null
                ? integer(sign, radix.group(3), 2)
                : integer(sign, radix.group(4), 8);
    }

    private static JsonNode integer(String sign, String digits, int radix) {
        String bare = digits.replace("_", "");
        if (bare.isEmpty()) {
            return JsonNodeFactory.instance.textNode(sign + digits);
        }
        BigInteger magnitude = new BigInteger(bare, radix);
        BigInteger value = "-".equals(sign) ? magnitude.negate() : magnitude;
        if (value.bitLength() < Integer.SIZE) {
            return JsonNodeFactory.instance.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(value.longValue())
                : JsonNodeFactory.instance.numberNode(value);
    }

    private static JsonNode decimal(String text) {
        BigDecimal value = new BigDecimal(text);
        return Math.abs((long) value.scale()) > MAX_LENGTH
                ? JsonNodeFactory.instance.textNode(text)
                : JsonNodeFactory.instance.numberNode(value);
    }
}
