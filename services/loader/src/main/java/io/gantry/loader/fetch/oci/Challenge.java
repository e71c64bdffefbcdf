package io.gantry.loader.fetch.oci;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a registry wants to be told who asks: `WWW-Authenticate`.
///
/// @param scheme in lower case, for example `bearer`
record Challenge(String scheme, Map<String, String> parameters) {

    private static final Pattern FORM = Pattern.compile("\\s*([A-Za-z]+)(?:\\s+(.*))?");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z_]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    static Optional<Challenge> parse(@Nullable String header) {
        Matcher form = FORM.matcher(header == null ? "" : header);
        if (!form.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        String rest = form.group(2) == null ? "" : form.group(2);
        Matcher parameter = PARAMETER.matcher(rest);
        while (parameter.find()) {
            String quoted = parameter.group(2);
            String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
        }
        return Optional.of(new Challenge(form.group(1).toLowerCase(Locale.ROOT), parameters));
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
