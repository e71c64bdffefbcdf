package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kubernetes quantities, as far as comparing them needs.
public final class Quantity {
    private static final Pattern FORMAT =
            Pattern.compile(
                    "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?");
    private static final Map<Character, Integer> THOUSANDS =
            Map.of('n', -3, 'u', -2, 'm', -1, 'k', 1, 'M', 2, 'G', 3, 'T', 4, 'P', 5, 'E', 6);

    private Quantity() {}

    /// The quantity's value, or empty if it is none. Both `"4"` and `4` are quantities.
    public static Optional<BigDecimal> parse(JsonNode node) {
        if (!node.isTextual() && !node.isNumber()) {
            return Optional.empty();
        }
        Matcher matcher = FORMAT.matcher(node.asText());
        if (!matcher.matches() || node.asText().length() > 64) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        if (suffix.endsWith("i")) {
            int power = "KMGTPE".indexOf(suffix.charAt(0)) + 1;
            return Optional.of(number.multiply(BigDecimal.valueOf(1024).pow(power)));
        }
        if (suffix.length() > 1) {
            return Optional.of(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))));
        }
        int power = suffix.isEmpty() ? 0 : THOUSANDS.getOrDefault(suffix.charAt(0), 0);
        return Optional.of(number.scaleByPowerOfTen(3 * power));
    }
}
