package io.gantry.runtime.onnx.text;

import java.util.Arrays;

/// The token ids of one text, special tokens included.
public final class Tokens {

    private final long[] ids;
    private final long[] types;
    private final int closing;
    private final int found;

    /// `closing` is how many of the last ids are special tokens, which truncation must keep;
    /// `found` how many tokens the text had before truncation.
    private Tokens(long[] ids, long[] types, int closing, int found) {
        this.ids = ids;
        this.types = types;
        this.closing = closing;
        this.found = found;
    }

    static Tokens of(long[] ids, long[] types, int closing) {
        return new Tokens(ids, types, closing, ids.length);
    }

    /// Ids that a client made itself; they are taken as they are.
    public static Tokens ofIds(long[] ids) {
        return of(ids.clone(), new long[ids.length], 0);
    }

    public int length() {
        return ids.length;
    }

    public int found() {
        return found;
    }

    long id(int position) {
        return ids[position];
    }

    long type(int position) {
        return types[position];
    }

    /// At most `limit` tokens: the first ones and the closing special tokens.
    public Tokens truncated(int limit) {
        if (ids.length <= limit) {
            return this;
        }
        return new Tokens(cut(ids, limit), cut(types, limit), closing, found);
    }

    private long[] cut(long[] from, int limit) {
        int kept = Math.min(closing, limit);
        long[] to = Arrays.copyOf(from, limit);
        System.arraycopy(from, from.length - kept, to, limit - kept, kept);
        return to;
    }
}
