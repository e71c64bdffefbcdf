package io.gantry.loader.verify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/// The CRC-64 that S3 has of every object that was uploaded since 2025, also of one in parts (NVM
/// Express NVM Command Set Specification 1.0, 5.2.1.3.4). The JDK has none, and the SDK's is native
/// code. Eight bytes at a time by eight tables (Kounavis and Berry, "Novel Table Lookup-Based
/// Algorithms for High-Performance CRC Generation", 2008).
final class Crc64Nvme implements Checksum {

    /// Reflected.
    private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

    private static final int SLICES = 8;
    private static final long[][] TABLES = tables();
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long crc = ~0L;

    @Override
    public void update(int value) {
        crc = TABLES[0][(int) (crc ^ value) & 0xff] ^ (crc >>> Byte.SIZE);
    }

    @Override
    public void update(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        long state = crc;
        for (; end - at >= SLICES; at += SLICES) {
            long next = state ^ (long) LONGS.get(bytes, at);
            state =
                    TABLES[7][(int) next & 0xff]
                            ^ TABLES[6][(int) (next >>> 8) & 0xff]
                            ^ TABLES[5][(int) (next >>> 16) & 0xff]
                            ^ TABLES[4][(int) (next >>> 24) & 0xff]
                            ^ TABLES[3][(int) (next >>> 32) & 0xff]
                            ^ TABLES[2][(int) (next >>> 40) & 0xff]
                            ^ TABLES[1][(int) (next >>> 48) & 0xff]
                            ^ TABLES[0][(int) (next >>> 56)];
        }
        crc = state;
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = ~0L;
    }

    private static long[][] tables() {
        long[][] tables = new long[SLICES][256];
        for (int value = 0; value < 256; value++) {
            long remainder = value;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                remainder = (remainder >>> 1) ^ ((remainder & 1) == 0 ? 0 : POLYNOMIAL);
            }
            tables[0][value] = remainder;
        }
        for (int slice = 1; slice < SLICES; slice++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[slice - 1][value];
                tables[slice][value] = tables[0][(int) before & 0xff] ^ (before >>> Byte.SIZE);
            }
        }
        return tables;
    }
}
