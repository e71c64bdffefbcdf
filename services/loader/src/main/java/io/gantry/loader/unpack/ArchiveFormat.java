package io.gantry.loader.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/// The archives that are unpacked, known by their names as in KServe
/// (`python/storage/kserve_storage/kserve_storage.py`), which knows fewer.
public enum ArchiveFormat {
    ZIP(".zip"),
    TAR(".tar"),
    TAR_GZIP(".tar.gz", ".tgz"),
    TAR_BZIP2(".tar.bz2", ".tbz2"),
    TAR_XZ(".tar.xz", ".txz"),
    TAR_ZSTD(".tar.zst", ".tzst");

    private static final boolean EVERY_MEMBER = true;
    private static final int LONGEST_MAGIC = 4;
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private final String ending;
    private final String otherEnding;

    ArchiveFormat(String ending) {
        this(ending, ending);
    }

    ArchiveFormat(String ending, String otherEnding) {
        this.ending = ending;
        this.otherEnding = otherEnding;
    }

    /// Empty when a file of that name is none.
    public static Optional<ArchiveFormat> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format ->
                        lower.endsWith(format.ending) || lower.endsWith(format.otherEnding))
                .findFirst();
    }

    /// What a tar is compressed by, as its first bytes tell.
    ///
    /// @param raw can be gone back in; stays where it is
    static ArchiveFormat ofContent(InputStream raw) throws IOException {
        raw.mark(LONGEST_MAGIC);
        byte[] start = raw.readNBytes(LONGEST_MAGIC);
        raw.reset();
        if (start.length == LONGEST_MAGIC
                && (start[0] & 0xff) == 0x1f
                && (start[1] & 0xff) == 0x8b) {
            return TAR_GZIP;
        }
        return Arrays.equals(start, ZSTD) ? TAR_ZSTD : TAR;
    }

    /// The tar in a file's bytes.
    InputStream tar(InputStream raw) throws IOException {
        return switch (this) {
            case ZIP -> throw new IllegalStateException("A zip holds no tar");
            case TAR -> raw;
            case TAR_GZIP -> new GZIPInputStream(raw, 64 * 1024);
            case TAR_BZIP2 -> new BZip2CompressorInputStream(raw, EVERY_MEMBER);
            case TAR_XZ ->
                    XZCompressorInputStream.builder()
                            .setInputStream(raw)
                            .setDecompressConcatenated(EVERY_MEMBER)
                            .get();
            case TAR_ZSTD -> new ZstdCompressorInputStream(raw);
        };
    }
}
