package io.gantry.runtime.server.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a command line says.
public sealed interface CommandLine {

    /// Settings by their names.
    record Settings(Map<String, String> values) implements CommandLine {
        public Settings {
            values = Map.copyOf(values);
        }
    }

    /// A command line that cannot be followed, and why.
    record Refused(String explanation) implements CommandLine {}

    /// Reads `--name=value` and `--name value`.
    ///
    /// @param all the arguments that there are
    static CommandLine read(List<String> arguments, List<Argument> all) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Argument known =
                    all.stream()
                            .filter(each ->
                                    flag.startsWith("--") && each.isSpelled(flag.substring(2)))
                            .findFirst()
                            .orElse(null);
            if (known == null) {
                return unknown(argument, all);
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                return new Refused("%s has no value: write %s=VALUE.".formatted(flag, flag));
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            if (!known.accepts(value)) {
                return new Refused(
                        "%s is \"%s\": it takes %s.".formatted(flag, value, known.kind().words()));
            }
            settings.put(known.setting(), value);
        }
        return new Settings(settings);
    }

    private static Refused unknown(String argument, List<Argument> all) {
        return new Refused(
                "Unknown argument %s. The known ones are %s."
                        .formatted(
                                argument,
                                all.stream()
                                        .map(known -> "--" + known.flag())
                                        .collect(Collectors.joining(", "))));
    }
}
