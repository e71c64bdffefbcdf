package io.gantry.bench.loader;

import java.io.InputStream;
import java.util.SplittableRandom;

/// Bytes that no compression makes smaller, the same for the same seed.
final class RandomBytes extends InputStream {

    private final SplittableRandom random;
    private final byte[] block = new byte[64 * 1024];
    private int at = block.length;
    private long left;

    RandomBytes(long seed, long count) {
        this.random = new SplittableRandom(seed);
        this.left = count;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
        if (left == 0) {
            return -1;
        }
        if (at == block.length) {
            random.nextBytes(block);
            at = 0;
        }
        int count = (int) Math.min(Math.min(length, block.length - at), left);
        System.arraycopy(block, at, buffer, from, count);
        at += count;
        left -= count;
        return count;
    }
}
