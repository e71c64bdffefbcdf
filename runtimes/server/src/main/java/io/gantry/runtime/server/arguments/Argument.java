package io.gantry.runtime.server.arguments;

import java.util.List;

/// An argument of the command line, and the setting it stands for.
///
/// @param flag without the dashes
/// @param setting the configuration key
/// @param kind what it takes
public record Argument(String flag, String setting, Kind kind) {

    /// Values that an argument takes.
    ///
    /// @param pattern a regular expression for all of them
    /// @param words the same for people
    public record Kind(String pattern, String words) {

        public static final Kind TEXT = new Kind("(?s).*\\S.*", "a value");
        public static final Kind NUMBER = new Kind("\\d{1,9}", "a whole number");
        public static final Kind TRUTH = oneOf("true", "false");

        public static Kind oneOf(String... values) {
            return new Kind(
                    String.join("|", values), "one of " + String.join(", ", List.of(values)));
        }
    }

    boolean accepts(String value) {
        return value.matches(kind.pattern());
    }

    /// KServe's servers spell their arguments with underscores, so both are understood.
    boolean isSpelled(String wanted) {
        return flag.equals(wanted.replace('_', '-'));
    }
}
