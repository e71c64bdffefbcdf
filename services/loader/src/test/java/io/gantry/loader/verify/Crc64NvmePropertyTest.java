package io.gantry.loader.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class Crc64NvmePropertyTest {

    /// The check value of Greg Cook's catalogue of CRC algorithms, and what the standard gives for
    /// 4 KiB of zeros.
    @Example
    void shouldComeToWhatOthersComeTo() {
        assertThat(of("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xae8b14860a799888L);
        assertThat(of(new byte[4096])).isEqualTo(0x6482d367eb22b64eL);
        assertThat(of(new byte[0])).isZero();
    }

    /// Bytes come in stretches of any length.
    @Property(tries = 300)
    void shouldBeTheSameBitByBit(
            @ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(max = 100) int split) {
        int at = Math.min(split, bytes.length);
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(1);
        crc.reset();
        crc.update(bytes, 0, at);
        crc.update(bytes, at, bytes.length - at);

        assertThat(crc.getValue()).isEqualTo(bitByBit(bytes)).isEqualTo(of(bytes));
    }

    private static long of(byte[] bytes) {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }

    private static long bitByBit(byte[] bytes) {
        long crc = ~0L;
        for (byte value : bytes) {
            crc ^= value & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x9a6c9329ac4bc9b5L);
            }
        }
        return ~crc;
    }
}
