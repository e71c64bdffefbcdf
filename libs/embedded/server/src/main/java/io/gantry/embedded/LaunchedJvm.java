package io.gantry.embedded;

import io.gantry.embedded.InfrastructureProcess.Java;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The command that runs [InfrastructureMain] in a JVM of its own, small and quick to start.
record LaunchedJvm(Java java, Launch launch, DataDirectory directory) {

    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    /// By name: the class itself would load Kafka's.
    private static final String MAIN = "io.gantry.embedded.InfrastructureMain";

    Process start() {
        try {
            keepPreviousLog(directory.log());
            return new ProcessBuilder(command())
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(directory.log().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot launch the infrastructure with the JDK " + java.home(), e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(OwnSession.PREFIX);
        command.add(java.home().resolve("bin/java").toString());
        command.addAll(OPTIONS);
        command.add("-cp");
        command.add(
                java.classpath().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(MAIN);
        command.addAll(InfrastructureArguments.of(launch.in(directory.path())));
        return command;
    }

    /// The one before may tell why it ended.
    private static void keepPreviousLog(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// A session of its own, out of reach of the Ctrl-C that ends one of several `quarkus:dev`.
    private static final class OwnSession {
        private static final List<String> SETSID = List.of("setsid");
        private static final List<String> PERL =
                List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV");
        private static final List<String> PREFIX = find();

        private static List<String> find() {
            if (Unprivileged.succeeds(List.of("setsid", "true"))) {
                return SETSID;
            }
            return Unprivileged.succeeds(List.of("perl", "-MPOSIX", "-e", "exit 0"))
                    ? PERL
                    : List.of();
        }
    }
}
