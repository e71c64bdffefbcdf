package io.gantry.graph.gjson;

/// Patterns as github.com/tidwall/match has them: `*` for anything, `?` for one character, `\` in
/// front of one that means itself.
final class Wildcard {

    private Wildcard() {}

    /// Takes at most as many looks as the product of both lengths.
    static boolean matches(String text, String pattern) {
        int[] of = text.codePoints().toArray();
        int[] by = pattern.codePoints().toArray();
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < of.length) {
            if (in < by.length && by[in] == '*') {
                star = in++;
                resume = at;
                continue;
            }
            int width = width(by, in, of[at]);
            if (width > 0) {
                in += width;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < by.length && by[in] == '*') {
            in++;
        }
        return in == by.length;
    }

    /// How much of the pattern stands for the character; 0 when it does not.
    private static int width(int[] pattern, int in, int character) {
        if (in >= pattern.length) {
            return 0;
        }
        if (pattern[in] == '\\' && in + 1 < pattern.length) {
            return pattern[in + 1] == character ? 2 : 0;
        }
        return pattern[in] == '?' || pattern[in] == character ? 1 : 0;
    }
}
