package io.gantry.proxy.route;

import java.util.regex.Pattern;

/// Names in which `*` stands for anything, as settings have them.
public final class Patterns {

    private Patterns() {}

    /// What matches any of the names, in large or small letters; nothing when there are none.
    public static Pattern anyOf(Iterable<String> names) {
        StringBuilder all = new StringBuilder("(?!)");
        for (String each : names) {
            all.append('|').append(Pattern.quote(each).replace("*", "\\E.*\\Q"));
        }
        return Pattern.compile(all.toString(), Pattern.CASE_INSENSITIVE);
    }
}
