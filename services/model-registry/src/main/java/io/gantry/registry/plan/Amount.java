package io.gantry.registry.plan;

import java.util.Locale;

/// Figures for sentences.
final class Amount {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Amount() {}

    /// For example `15.0 GiB`.
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /// For example `8,030,261,248`.
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
