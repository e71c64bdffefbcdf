package io.gantry.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files with secrets in them: readable by their owner only from the first byte on, and never half
/// written.
final class PrivateFile {

    private PrivateFile() {}

    static void write(Path file, String content) throws IOException {
        Path unfinished =
                Files.createTempFile(
                        file.getParent(), file.getFileName() + ".", ".tmp", ownerOnly("rw-------"));
        Files.writeString(unfinished, content);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, ownerOnly("rwx------"));
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
