package io.gantry.runtime.llamacpp.engine;

import io.gantry.runtime.server.natives.NativeCode;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// Where the binding finds llama.cpp.
final class Library {

    private Library() {}

    /// Must run before the binding is used. Where nothing can be kept, the binding unpacks for
    /// itself, anew at each start.
    static void prepare(Path directory) {
        try {
            List<URL> packed =
                    Stream.of(
                                    Library.class.getResource(
                                            "/de/kherud/llama/%s/%s/%s"
                                                    .formatted(
                                                            system(),
                                                            processor(),
                                                            System.mapLibraryName("jllama"))))
                            .filter(Objects::nonNull)
                            .toList();
            NativeCode.unpack(directory, "llama", packed)
                    .ifPresent(found ->
                            System.setProperty("de.kherud.llama.lib.path", found.toString()));
        } catch (IOException unusable) {
            Log.warnf(
                    "Native libraries are unpacked anew at each start directory=%s reason=%s",
                    directory, unusable);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "Mac" : name.contains("win") ? "Windows" : "Linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }
}
