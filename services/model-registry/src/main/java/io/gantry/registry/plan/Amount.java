package io.gantry.registry.plan;

import java.util.Locale;

/// Figures for sentences.
final class Amount {

    private Amount() {}

    /// For example `8,030,261,248`.
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
