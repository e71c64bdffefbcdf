package io.gantry.runtime.onnx.arguments;

import java.util.Arrays;
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
    static CommandLine read(List<String> arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Argument known =
                    flag.startsWith("--") ? Argument.spelled(flag.substring(2)).orElse(null) : null;
            if (known == null) {
                return unknown(argument);
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                return new Refused("%s has no value: write %s=VALUE.".formatted(flag, flag));
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            if (!known.accepts(value)) {
                return new Refused(
                        "%s is \"%s\": it takes %s.".formatted(flag, value, known.takes()));
            }
            settings.put(known.setting(), value);
        }
        return new Settings(settings);
    }

    private static Refused unknown(String argument) {
        return new Refused(
                "Unknown argument %s. The known ones are %s."
                        .formatted(
                                argument,
                                Arrays.stream(Argument.values())
                                        .map(known -> "--" + known.flag())
                                        .collect(Collectors.joining(", "))));
    }
}
