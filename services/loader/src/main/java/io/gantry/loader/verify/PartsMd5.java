package io.gantry.loader.verify;

import java.security.MessageDigest;
import java.util.HexFormat;

/// The tag that S3 gives an object which was uploaded in parts of one size: the MD5 of the MD5s of
/// its parts, and how many there are.
final class PartsMd5 implements Digesting.Other {

    private final MessageDigest whole = Digesting.digest("MD5");
    private final MessageDigest part = Digesting.digest("MD5");
    private final long partSize;
    private long inPart;
    private int parts;

    PartsMd5(long partSize) {
        if (partSize < 1) {
            throw new IllegalArgumentException("Parts of %d bytes".formatted(partSize));
        }
        this.partSize = partSize;
    }

    @Override
    public void update(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            int now = (int) Math.min(end - at, partSize - inPart);
            part.update(bytes, at, now);
            at += now;
            inPart += now;
            if (inPart == partSize) {
                endPart();
            }
        }
    }

    @Override
    public String hex() {
        if (inPart > 0) {
            endPart();
        }
        return "%s-%d".formatted(HexFormat.of().formatHex(whole.digest()), parts);
    }

    private void endPart() {
        whole.update(part.digest());
        parts++;
        inPart = 0;
    }
}
