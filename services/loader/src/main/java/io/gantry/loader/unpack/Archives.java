package io.gantry.loader.unpack;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Unpacks archives.
public final class Archives {

    private static final int BUFFER = 256 * 1024;

    /// Of a link's target in a zip, where it is the entry's content.
    private static final int LONGEST_TARGET = 4096;

    private Archives() {}

    /// Writes what is in an archive below a directory, which is empty before; returns when it is on
    /// disk. What it has written when it fails stays there.
    ///
    /// @return every file, by its path in the archive
    /// @throws RefusedArchiveException when the archive is damaged, or not one to be followed
    /// @throws LoadFailedException when the room says so
    /// @throws IOException when the directory cannot be written
    public static List<VerifiedFile> unpack(
            ArchiveFormat format, Path archive, Path directory, UnpackLimits limits, Room room)
            throws RefusedArchiveException, LoadFailedException, IOException {
        Unpacked unpacked = new Unpacked(directory, limits, room);
        if (format == ArchiveFormat.ZIP) {
            unzip(archive, unpacked);
        } else {
            untar(format, archive, unpacked);
        }
        return unpacked.finish();
    }

    private static void untar(ArchiveFormat format, Path archive, Unpacked unpacked)
            throws RefusedArchiveException, LoadFailedException, IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                TarArchiveInputStream tar =
                        Damage.of(() ->
                                new TarArchiveInputStream(
                                        format.tar(raw), StandardCharsets.UTF_8.name()))) {
            TarArchiveEntry entry = Damage.of(tar::getNextEntry);
            while (entry != null) {
                add(entry, tar, unpacked);
                entry = Damage.of(tar::getNextEntry);
            }
        }
    }

    private static void add(TarArchiveEntry entry, InputStream content, Unpacked unpacked)
            throws RefusedArchiveException, LoadFailedException, IOException {
        if (entry.isSymbolicLink()) {
            unpacked.symbolicLink(entry.getName(), entry.getLinkName());
        } else if (entry.isLink()) {
            unpacked.hardLink(entry.getName(), entry.getLinkName());
        } else if (entry.isDirectory()) {
            unpacked.directory(entry.getName());
        } else if (isSpecial(entry)) {
            throw new RefusedArchiveException(
                    "'%s' is neither a file nor a directory nor a link".formatted(entry.getName()));
        } else {
            unpacked.file(entry.getName(), content);
        }
    }

    private static boolean isSpecial(TarArchiveEntry entry) {
        return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    }

    private static void unzip(Path archive, Unpacked unpacked)
            throws RefusedArchiveException, LoadFailedException, IOException {
        try (ZipFile zip =
                Damage.of(() ->
                        ZipFile.builder().setPath(archive).setUseUnicodeExtraFields(true).get())) {
            for (Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
                    entries.hasMoreElements(); ) {
                ZipArchiveEntry entry = entries.nextElement();
                if (entry.isDirectory()) {
                    unpacked.directory(entry.getName());
                    continue;
                }
                requireReadable(zip, entry);
                try (InputStream content = Damage.of(() -> zip.getInputStream(entry))) {
                    if (entry.isUnixSymlink()) {
                        unpacked.symbolicLink(entry.getName(), target(content));
                    } else {
                        unpacked.file(entry.getName(), content);
                    }
                }
            }
        }
    }

    private static void requireReadable(ZipFile zip, ZipArchiveEntry entry)
            throws RefusedArchiveException {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new RefusedArchiveException("'%s' is encrypted".formatted(entry.getName()));
        }
        if (!zip.canReadEntryData(entry)) {
            throw new RefusedArchiveException(
                    "'%s' is compressed by method %d, which is not known here"
                            .formatted(entry.getName(), entry.getMethod()));
        }
    }

    private static String target(InputStream content) throws RefusedArchiveException {
        byte[] target = Damage.of(() -> content.readNBytes(LONGEST_TARGET));
        return new String(target, StandardCharsets.UTF_8);
    }
}
