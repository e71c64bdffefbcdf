package io.gantry.proxy.route;

/// Looks for some bytes in a stream of bytes, each of which it sees once (Knuth, Morris, Pratt).
final class BytePattern {

    private final byte[] pattern;

    /// At each place, how much of the pattern's start the bytes before it end with.
    private final int[] fallback;

    private int matched;

    BytePattern(byte[] pattern) {
        this.pattern = pattern.clone();
        this.fallback = new int[pattern.length + 1];
        for (int i = 1; i < pattern.length; i++) {
            fallback[i + 1] = next(fallback[i], pattern[i]);
        }
    }

    int length() {
        return pattern.length;
    }

    /// Begins anew, as if so many of the pattern's bytes had just been seen.
    void startAfter(int bytes) {
        matched = bytes;
    }

    /// @return true when the pattern ends with this byte; then the search has to begin anew
    boolean ends(byte next) {
        matched = next(matched, next);
        return matched == pattern.length;
    }

    private int next(int before, byte next) {
        int length = before;
        while (length > 0 && pattern[length] != next) {
            length = fallback[length];
        }
        return pattern[length] == next ? length + 1 : 0;
    }
}
