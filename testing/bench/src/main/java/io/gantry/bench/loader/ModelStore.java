package io.gantry.bench.loader;

import io.gantry.cli.CliException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An S3 in a process of its own, with the payloads in it.
final class ModelStore implements AutoCloseable {

    private final Process server;
    private final S3Access access;

    private ModelStore(Process server, S3Access access) {
        this.server = server;
        this.access = access;
    }

    static ModelStore start(Path directory, boolean quick) throws IOException {
        Process server =
                new ProcessBuilder(
                                ownJava(
                                        S3Main.class,
                                        directory.toString(),
                                        Boolean.toString(quick)))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader words = server.inputReader(StandardCharsets.UTF_8);
        String endpoint = words.readLine();
        if (endpoint == null) {
            throw CliException.failed("The S3 ended before it was up");
        }
        return new ModelStore(server, new S3Access(URI.create(endpoint)));
    }

    /// A main of this module in a JVM with its own defaults.
    static List<String> ownJava(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("--enable-native-access=ALL-UNNAMED");
        words.add("--sun-misc-unsafe-memory-access=allow");
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    S3Access access() {
        return access;
    }

    @Override
    public void close() throws IOException {
        server.getOutputStream().close();
        server.onExit().join();
    }
}
