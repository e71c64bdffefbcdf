package io.gantry.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is to be run.
///
/// @param words the program and its arguments
/// @param environment beside the test's own
public record Program(List<String> words, Map<String, String> environment) {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    public Program {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Program of(List<String> words) {
        return new Program(words, Map.of());
    }

    /// The Quarkus application that the module under test is packaged as, on loopback and a port of
    /// the system's choice.
    public static Program packaged(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("quarkus.http.host", "127.0.0.1");
        all.putIfAbsent("quarkus.http.port", "0");
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx256m");
        all.forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        return of(words);
    }

    /// The same behind a program that runs it in its own process, for example `setpriv`.
    public Program behind(List<String> prefix) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return new Program(all, environment);
    }

    public Program with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new Program(words, all);
    }

    /// Starts it, with its output in files of the directory.
    public RunningProgram start(Path directory) {
        try {
            Path out = Files.createTempFile(directory, "out-", ".log");
            Path err = Files.createTempFile(directory, "err-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(words)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new RunningProgram(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + words, e);
        }
    }
}
