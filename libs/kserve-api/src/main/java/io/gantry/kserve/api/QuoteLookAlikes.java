package io.gantry.kserve.api;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

/// Quotes text that would be read as something else without, by the rules of our own reader, which
/// know more numbers than Jackson's checker does.
final class QuoteLookAlikes extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;

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
        return !PlainScalar.resolve(text).isTextual() || text.equals("<<") || breaksLines(text);
    }

    private static boolean breaksLines(String text) {
        return text.chars()
                .anyMatch(c ->
                        (c < ' ' && c != '\n') || c == '\u0085' || c == '\u2028' || c == '\u2029');
    }
}
