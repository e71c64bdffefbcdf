package io.gantry.registry.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a `labelSelector`: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
public final class LabelSelectors {

    private static final String KEY =
            "((?:[-a-z0-9.]+/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)";
    private static final String VALUE = "([-A-Za-z0-9_.]*)";
    private static final Pattern EQUALITY = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*" + VALUE);
    private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*" + KEY);
    private static final Pattern LABEL_VALUE = Pattern.compile(VALUE);

    /// Commas outside of parentheses.
    private static final Pattern SEPARATOR = Pattern.compile(",(?![^()]*\\))");

    private LabelSelectors() {}

    public static SelectorReading<LabelSelector> read(String text) {
        List<LabelRequirement> requirements = new ArrayList<>();
        if (text.isBlank()) {
            return new SelectorReading.Read<>(new LabelSelector(requirements));
        }
        for (String part : SEPARATOR.split(text, -1)) {
            Optional<LabelRequirement> requirement = requirement(part.strip());
            if (requirement.isEmpty()) {
                return new SelectorReading.Wrong<>(
                        "\"%s\" is no requirement; write key=value, key!=value, key in (a,b), key notin (a,b), key or !key"
                                .formatted(part.strip()));
            }
            requirements.add(requirement.get());
        }
        return new SelectorReading.Read<>(new LabelSelector(requirements));
    }

    private static Optional<LabelRequirement> requirement(String text) {
        Matcher equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            Set<String> value = Set.of(equality.group(3));
            return Optional.of(
                    equality.group(2).equals("!=")
                            ? new LabelRequirement.NotIn(equality.group(1), value)
                            : new LabelRequirement.In(equality.group(1), value));
        }
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            return values(set.group(3))
                    .map(values ->
                            set.group(2).equals("in")
                                    ? new LabelRequirement.In(set.group(1), values)
                                    : new LabelRequirement.NotIn(set.group(1), values));
        }
        Matcher presence = PRESENCE.matcher(text);
        if (presence.matches()) {
            return Optional.of(
                    presence.group(1).isEmpty()
                            ? new LabelRequirement.Exists(presence.group(2))
                            : new LabelRequirement.Absent(presence.group(2)));
        }
        return Optional.empty();
    }

    private static Optional<Set<String>> values(String text) {
        Set<String> values =
                Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        return values.stream().allMatch(value -> LABEL_VALUE.matcher(value).matches())
                ? Optional.of(values)
                : Optional.empty();
    }
}
