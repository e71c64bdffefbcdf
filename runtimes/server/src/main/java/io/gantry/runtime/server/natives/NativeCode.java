package io.gantry.runtime.server.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Unpacks libraries once for all starts. Left to themselves, libraries unpack their native code at
/// each start, which takes a tenth of a second and leaves a copy behind when the process is killed.
public final class NativeCode {

    private NativeCode() {}

    /// @param directory made if it is not there
    /// @param name of the library, for people who look into the directory
    /// @param packed the files, in a jar
    /// @return the directory that has them; empty when they are in no jar
    /// @throws IOException when the directory cannot be written
    public static Optional<Path> unpack(Path directory, String name, List<URL> packed)
            throws IOException {
        Files.createDirectories(directory);
        if (!Files.isWritable(directory)) {
            throw new IOException("it is not writable");
        }
        if (packed.isEmpty()
                || !(packed.getFirst().openConnection() instanceof JarURLConnection jar)) {
            return Optional.empty();
        }
        // Named for its content, so that two versions never share a file.
        Path target = directory.resolve("%s-%08x".formatted(name, jar.getJarEntry().getCrc()));
        Files.createDirectories(target);
        for (URL file : packed) {
            unpack(file, target.resolve(Path.of(file.getPath()).getFileName().toString()));
        }
        return Optional.of(target);
    }

    private static void unpack(URL packed, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path partial = Files.createTempFile(file.getParent(), "unpacking", null);
        try (InputStream in = packed.openStream()) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
