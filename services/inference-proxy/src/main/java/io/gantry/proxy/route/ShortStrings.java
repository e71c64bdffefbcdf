package io.gantry.proxy.route;

import java.nio.ByteBuffer;

/// Leaves out the ends of long strings as JSON passes, so that its reader does not collect them: an
/// image in base64 is as long as a body may be, and a prompt may be, too. What a string ends with
/// is for the predictor to judge; here it only has to be found where it ends.
final class ShortStrings {

    /// In bytes, give or take a character; no name that somebody looks for is longer.
    static final int LONGEST = 4096;

    private static final int HEX_DIGITS = 4;

    private boolean inString;
    private boolean escaped;
    private int hexDigitsLeft;
    private boolean leavesOut;
    private int length;

    /// @return what is left of it, in the buffer itself where that is all
    ByteBuffer pass(ByteBuffer bytes) {
        int start = bytes.position();
        int end = bytes.limit();
        byte[] left = null;
        int kept = 0;
        for (int i = start; i < end; i++) {
            byte next = bytes.get(i);
            boolean keep = keeps(next);
            if (!keep && left == null) {
                left = new byte[end - start];
                kept = i - start;
                bytes.get(start, left, 0, kept);
            } else if (keep && left != null) {
                left[kept++] = next;
            }
        }
        return left == null ? bytes : ByteBuffer.wrap(left, 0, kept);
    }

    private boolean keeps(byte next) {
        if (!inString) {
            if (next == '"') {
                inString = true;
                length = 0;
            }
            return true;
        }
        length++;
        if (escaped) {
            escaped = false;
            hexDigitsLeft = next == 'u' ? HEX_DIGITS : 0;
        } else if (next == '"') {
            inString = false;
            leavesOut = false;
            hexDigitsLeft = 0;
            return true;
        } else if (hexDigitsLeft > 0) {
            hexDigitsLeft--;
        } else {
            // Between two characters: not in the middle of one of UTF-8, nor of an escape.
            leavesOut |= length > LONGEST && (next & 0xC0) != 0x80;
            escaped = next == '\\';
        }
        return !leavesOut;
    }
}
