package io.gantry.monitor.rule;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A sentence of a rule with the places where an alert's own words go, for example `{finding}`.
public record Template(String text) {

    /// What a place can be for. `finding` is the condition's sentence with its figures.
    public static final Set<String> VARIABLES =
            Set.of("finding", "alert", "severity", "namespace", "name");

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]\\w*)}");

    /// The variables of the text that there are not.
    Set<String> unknown() {
        return PLACE.matcher(text)
                .results()
                .map((MatchResult place) -> place.group(1))
                .filter(variable -> !VARIABLES.contains(variable))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public String fill(Map<String, String> values) {
        return PLACE.matcher(text)
                .replaceAll(place ->
                        Matcher.quoteReplacement(
                                values.getOrDefault(place.group(1), place.group())));
    }
}
