package io.gantry.kserve.api;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Set;

/// Quotes text that would be read as something else without: by the rules of our own reader, which
/// know more numbers than Jackson's checker does, or by kubectl, which has `y` and `n` for
/// booleans.
final class QuoteLookAlikes extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;
    private static final Set<String> OF_KUBECTL = Set.of("y", "Y", "n", "N");

    @Override
    public boolean needToQuoteName(String name) {
        return needToQuote(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return needToQuote(value);
    }

    /// SnakeYAML quotes by itself what is no plain scalar; what is one needs to look like text.
    private static boolean needToQuote(String text) {
        return !PlainScalar.resolve(text).isTextual()
                || OF_KUBECTL.contains(text)
                || text.equals("<<")
                || breaksLines(text);
    }

    private static boolean breaksLines(String text) {
        return text.chars()
                .anyMatch(c ->
                        (c < ' ' && c != '\n') || c == '\u0085' || c == '\u2028' || c == '\u2029');
    }
}
