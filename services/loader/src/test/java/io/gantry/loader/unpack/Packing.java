package io.gantry.loader.unpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.verify.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/// Makes archives, also such as no honest program makes.
public final class Packing {

    private final ArchiveFormat format;
    private final List<Entry> entries = new ArrayList<>();

    public Packing(ArchiveFormat format) {
        this.format = format;
    }

    /// Text of so many bytes that does not shrink.
    public static String noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return new String(noise, ISO_8859_1);
    }

    public static String sha256(String content) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(content.getBytes(UTF_8));
        return Sha256.hex(digest);
    }

    public Packing file(String name, String content) {
        return add(name, TarConstants.LF_NORMAL, content);
    }

    public Packing directory(String name) {
        return add(name, TarConstants.LF_DIR, "");
    }

    public Packing symbolicLink(String name, String to) {
        return add(name, TarConstants.LF_SYMLINK, to);
    }

    public Packing hardLink(String name, String to) {
        return add(name, TarConstants.LF_LINK, to);
    }

    public Packing device(String name) {
        return add(name, TarConstants.LF_CHR, "");
    }

    /// Writes it into a directory.
    public Path to(Path directory) throws IOException {
        Path archive = Files.createTempFile(directory, "packed", "");
        try (OutputStream out = Files.newOutputStream(archive)) {
            if (format == ArchiveFormat.ZIP) {
                zip(out);
            } else {
                tar(out);
            }
        }
        return archive;
    }

    private Packing add(String name, byte type, String content) {
        entries.add(new Entry(name, type, content));
        return this;
    }

    private void tar(OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed(out), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry each : entries) {
                TarArchiveEntry entry = new TarArchiveEntry(each.name(), each.type(), true);
                byte[] content = each.content().getBytes(UTF_8);
                if (each.isLink()) {
                    entry.setLinkName(each.content());
                } else {
                    entry.setSize(content.length);
                }
                tar.putArchiveEntry(entry);
                if (!each.isLink()) {
                    tar.write(content);
                }
                tar.closeArchiveEntry();
            }
        }
    }

    private void zip(OutputStream out) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (Entry each : entries) {
                ZipArchiveEntry entry = new ZipArchiveEntry(each.name());
                if (each.isLink()) {
                    entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
                }
                zip.putArchiveEntry(entry);
                zip.write(each.content().getBytes(UTF_8));
                zip.closeArchiveEntry();
            }
        }
    }

    private OutputStream compressed(OutputStream out) throws IOException {
        return switch (format) {
            case TAR, ZIP -> out;
            case TAR_GZIP -> new GZIPOutputStream(out);
            case TAR_BZIP2 -> new BZip2CompressorOutputStream(out);
            case TAR_XZ -> new XZCompressorOutputStream(out);
            case TAR_ZSTD -> new ZstdCompressorOutputStream(out);
        };
    }

    /// @param content of a link what it leads to
    private record Entry(String name, byte type, String content) {

        boolean isLink() {
            return type == TarConstants.LF_SYMLINK || type == TarConstants.LF_LINK;
        }
    }
}
