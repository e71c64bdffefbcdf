package io.gantry.loader.fetch;

import java.util.ArrayList;
import java.util.List;

/// Some bytes of a file.
///
/// @param to the first byte that does not belong to it, or [#END]
public record Range(long from, long to) {

    /// Wherever the file ends.
    public static final long END = Long.MAX_VALUE;

    public Range {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("No range: %d to %d".formatted(from, to));
        }
    }

    static Range toEnd(long from) {
        return new Range(from, END);
    }

    /// Cuts what is left of a file into parts, in order, none larger than `size`.
    static List<Range> split(long from, long to, long size) {
        List<Range> parts = new ArrayList<>();
        for (long at = from; at < to; at += Math.min(size, to - at)) {
            parts.add(new Range(at, at + Math.min(size, to - at)));
        }
        return parts;
    }

    public boolean whole() {
        return from == 0 && to == END;
    }

    /// As HTTP writes it.
    public String header() {
        return to == END ? "bytes=%d-".formatted(from) : "bytes=%d-%d".formatted(from, to - 1);
    }
}
