package io.gantry.runtime.onnx.natives;

import io.gantry.runtime.server.natives.NativeCode;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells the libraries, by the system properties that they read, where their native code is.
public final class NativeLibraries {

    private static final List<String> ONNX_RUNTIME = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeLibraries() {}

    /// Must run before either library is used. A directory that cannot be written is replaced by a
    /// temporary one.
    public static void prepare(Path directory) {
        // The tokenizer would otherwise fetch a build for the graphics card it finds.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
        try {
            NativeCode.unpack(
                            directory,
                            "onnxruntime",
                            ONNX_RUNTIME.stream()
                                    .map(NativeLibraries::packed)
                                    .filter(Objects::nonNull)
                                    .toList())
                    .ifPresent(found ->
                            System.setProperty("onnxruntime.native.path", found.toString()));
            System.setProperty("DJL_CACHE_DIR", directory.toString());
        } catch (IOException unusable) {
            Log.warnf(
                    "Native libraries are unpacked anew at each start directory=%s reason=%s",
                    directory, unusable);
            System.setProperty("DJL_CACHE_DIR", temporary().toString());
        }
    }

    private static @Nullable URL packed(String library) {
        return NativeLibraries.class.getResource(
                "/ai/onnxruntime/native/%s-%s/%s"
                        .formatted(system(), processor(), System.mapLibraryName(library)));
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "osx" : name.contains("win") ? "win" : "linux";
    }

    private static String processor() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") || name.equals("x86_64") ? "x64" : name;
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("gantry-onnx");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException full) {
            throw new IllegalStateException(
                    "native libraries can be unpacked nowhere, as there is no directory to write in: in a pod with a read-only root, mount an emptyDir at "
                            + System.getProperty("java.io.tmpdir"),
                    full);
        }
    }
}
