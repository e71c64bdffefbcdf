package io.gantry.bench.loader;

import io.gantry.bench.OnPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The package that KServe's storage initializer is made of, in a Python environment of its own in
/// the user's cache.
final class KServeStorage {

    private static final String PACKAGE = "kserve-storage==0.20.0";
    private static final List<String> PYTHONS =
            List.of("python3.12", "python3.11", "python3.10", "python3");

    private KServeStorage() {}

    /// A Python that has it, or the reason why there is none.
    sealed interface Installed {

        record Python(Path program) implements Installed {}

        record Missing(String why) implements Installed {}
    }

    static Installed install() throws IOException, InterruptedException {
        Path home =
                Path.of(
                        System.getProperty("user.home"),
                        ".cache/gantry",
                        PACKAGE.replace("==", "-"));
        Path python = home.resolve("bin/python");
        Path done = home.resolve("installed");
        if (Files.exists(done)) {
            return new Installed.Python(python);
        }
        Optional<String> base = python();
        if (base.isEmpty()) {
            return new Installed.Missing("it needs a Python from 3.10 to 3.12");
        }
        Files.createDirectories(home);
        Path log = home.resolveSibling(home.getFileName() + ".log");
        boolean made =
                run(log, base.get(), "-m", "venv", "--clear", home.toString())
                        && run(log, python.toString(), "-m", "pip", "install", "-q", PACKAGE);
        if (!made) {
            return new Installed.Missing("pip could not install it; see " + log);
        }
        Files.createFile(done);
        return new Installed.Python(python);
    }

    /// What KServe's initializer does with its two arguments.
    static List<String> download(Path python, String uri, Path destination) {
        return List.of(
                python.toString(),
                "-c",
                "import sys; from kserve_storage import Storage; Storage.download(sys.argv[1], sys.argv[2])",
                uri,
                destination.toString());
    }

    private static Optional<String> python() throws IOException, InterruptedException {
        String test = "import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 13))";
        for (String name : PYTHONS) {
            if (OnPath.find(name).isPresent()
                    && new ProcessBuilder(name, "-c", test)
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static boolean run(Path log, String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start()
                        .waitFor()
                == 0;
    }
}
