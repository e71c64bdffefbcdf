package io.gantry.runtime.onnx.natives;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells the libraries, by the system properties that they read, where their native code is. Left
/// to itself ONNX Runtime unpacks its own at each start, which takes a tenth of a second and leaves
/// a copy behind when the process is killed.
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
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                throw new IOException("it is not writable");
            }
            System.setProperty("DJL_CACHE_DIR", directory.toString());
            unpackOnnxRuntime(directory);
        } catch (IOException unusable) {
            Log.warnf(
                    "Native libraries are unpacked anew at each start directory=%s reason=%s",
                    directory, unusable);
            System.setProperty("DJL_CACHE_DIR", temporary().toString());
        }
    }

    private static void unpackOnnxRuntime(Path directory) throws IOException {
        @Nullable Path target = null;
        for (String library : ONNX_RUNTIME) {
            URL packed = packed(library);
            if (packed == null || !(packed.openConnection() instanceof JarURLConnection jar)) {
                return;
            }
            if (target == null) {
                // Named for its content, so that two versions never share a file.
                target =
                        directory.resolve("onnxruntime-%08x".formatted(jar.getJarEntry().getCrc()));
            }
            unpack(packed, target.resolve(System.mapLibraryName(library)));
        }
        if (target != null) {
            System.setProperty("onnxruntime.native.path", target.toString());
        }
    }

    private static void unpack(URL packed, Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path partial = Files.createTempFile(file.getParent(), "unpacking", null);
        try (InputStream in = packed.openStream()) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
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
