package io.gantry.bench.loader;

import io.gantry.cli.CliException;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The loader's command that brings a model to a directory and ends, with the JVM options that its
/// documentation has.
///
/// @param aotCache that the JVM starts from
record PullProgram(Path aotCache) {

    /// C2 stays, which alone makes SHA-256 and MD5 as fast as the processor can.
    static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx160m");

    /// Lets a download leave the cache that later ones start from, as whoever makes an image does.
    ///
    /// @param directory for the cache and the training's download
    static PullProgram trained(S3Access access, Payload payload, Path directory)
            throws IOException, InterruptedException {
        Path cache = directory.resolve("pull.aot");
        Path destination = Files.createDirectories(directory.resolve("download"));
        List<String> words = words("-XX:AOTCacheOutput=" + cache);
        words.addAll(List.of(payload.uri(), destination.toString()));
        var _ = Usage.of(words, access.environment(), destination);
        if (!Files.exists(cache)) {
            throw CliException.failed("pull left no AOT cache at " + cache);
        }
        Scratch.delete(destination);
        return new PullProgram(cache);
    }

    List<String> download(Payload payload, Path destination) {
        // A cache that does not fit is to end the measurement, not to be left out of it.
        List<String> words = words("-XX:AOTMode=on", "-XX:AOTCache=" + aotCache);
        words.addAll(List.of(payload.uri(), destination.toString()));
        return words;
    }

    private static List<String> words(String... options) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(OPTIONS);
        words.addAll(List.of(options));
        Path jar = Installation.current().serviceJar(Service.LOADER);
        words.addAll(List.of("-jar", jar.toString(), "pull"));
        return words;
    }
}
