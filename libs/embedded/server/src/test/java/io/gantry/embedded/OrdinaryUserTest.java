package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.embedded.InfrastructureProcess.Java;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the tests run as root, all others show that root can; this one that an ordinary user
/// without a home can too. When they run as an ordinary user, the others show that.
class OrdinaryUserTest {

    private static final String NOBODY = "65534";

    @TempDir(factory = WorldReadable.class)
    Path directory;

    @Test
    void shouldStartAsAUserWithoutAHome() throws Exception {
        // Given
        assumeTrue("root".equals(System.getProperty("user.name")), "the tests do not run as root");
        List<String> asNobody =
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        assumeTrue(succeeds(asNobody, "true"), "setpriv cannot change the user here");
        Path data = Files.createDirectory(directory.resolve("data"));
        assertThat(new ProcessBuilder("chown", NOBODY, data.toString()).start().waitFor()).isZero();

        // When
        Process process =
                new ProcessBuilder(command(asNobody, data))
                        .directory(data.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(directory.resolve("log").toFile()))
                        .start();
        try {
            InfrastructureConnection connection = awaitReady(process, data);

            // Then
            Sql sql = Sql.of(connection.postgres());
            sql.execute("create table model(name text)");
            assertThat(sql.query("select count(*) from model")).containsExactly("0");
            KafkaRecords records =
                    new KafkaRecords(connection.kafkaBootstrapServers(), "gantry.alerts");
            records.write("open");
            assertThat(records.read(1)).containsExactly("open");
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private List<String> command(List<String> asNobody, Path data) throws IOException {
        Java java = Java.current();
        List<String> command = new ArrayList<>(asNobody);
        command.addAll(List.of(java.home().resolve("bin/java").toString(), "-Xmx256m"));
        // Where that user may write.
        command.addAll(List.of("-Duser.home=/nonexistent", "-Djava.io.tmpdir=" + data));
        command.addAll(List.of("-cp", readableCopies(java.classpath())));
        command.addAll(List.of(InfrastructureMain.class.getName(), "--data-dir", data.toString()));
        return command;
    }

    /// The build's own files may lie where only root can read.
    private String readableCopies(List<Path> classpath) throws IOException {
        List<String> copies = new ArrayList<>();
        for (Path entry : classpath) {
            if (Files.exists(entry)) {
                Path copy = directory.resolve(copies.size() + "-" + entry.getFileName());
                new ProcessBuilder("cp", "-rL", entry.toString(), copy.toString())
                        .start()
                        .onExit()
                        .join();
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private InfrastructureConnection awaitReady(Process process, Path data)
            throws InterruptedException, IOException {
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            var connection = new DataDirectory(data).connectionOf(process.pid());
            if (connection.isPresent()) {
                return connection.get();
            }
        }
        throw new AssertionError(Files.readString(directory.resolve("log")));
    }

    private static boolean succeeds(List<String> prefix, String program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        return Unprivileged.succeeds(command);
    }
}
