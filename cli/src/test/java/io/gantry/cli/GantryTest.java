package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What users see when something is wrong, and which code the command ends with.
class GantryTest {

    @TempDir private Path directory = Path.of(".");

    @BeforeEach
    void setHome() {
        System.setProperty("gantry.home", directory.toString());
    }

    @Test
    void shouldSayThatGantryIsNotUp() {
        Outcome outcome = run("get", "models", "--dir", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(outcome.error()).contains("Gantry is not up in " + directory, "gantry up");
    }

    @Test
    void shouldSayThatNothingWasUp() {
        Outcome outcome = run("down", "--dir", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out()).isEqualTo("Nothing was up.\n");
    }

    @Test
    void shouldNameAPortThatIsTaken() throws IOException {
        layOut("services/model-registry/target/quarkus-app/quarkus-run.jar");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int offset = taken.getLocalPort() - 8080;

            Outcome outcome =
                    run(
                            "up",
                            "--dir",
                            directory.toString(),
                            "--port-offset",
                            Integer.toString(offset));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.error())
                    .contains(
                            "model-registry cannot listen on 127.0.0.1:" + taken.getLocalPort(),
                            "--port-offset");
        }
    }

    @Test
    void shouldSayWhatIsNotBuilt() {
        Outcome outcome = run("up", "--dir", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.error()).contains("quarkus-run.jar is missing", "./mvnw package");
    }

    @Test
    void shouldRefuseSettingsItDoesNotUnderstand() {
        assertThat(run("up", "--set", "nonsense").error())
                .contains("--set takes SERVICE:KEY=VALUE, found nonsense");
        assertThat(run("up", "--set", "proxy:a=b").error())
                .contains("names no service", "inference-proxy");
    }

    @Test
    void shouldRefuseAModelNameOfThreeParts() {
        Outcome outcome = run("logs", "a/b/c", "--dir", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.error()).contains("NAME or NAMESPACE/NAME, found 'a/b/c'");
    }

    @Test
    void shouldSayThatTheStateFileIsDamaged() throws IOException {
        Files.writeString(directory.resolve("suite.json"), "{\"host\": ");

        Outcome outcome = run("get", "models", "--dir", directory.toString());

        assertThat(outcome.error()).contains("suite.json is damaged");
    }

    @ParameterizedTest
    @CsvSource({
        "up --port-offset 60000, '--port-offset takes a number from -5431 to 56443, found 60000'",
        "demo --port-offset -9000, '--port-offset takes a number from -5431 to 56443, found -9000'",
        "logs monitor --tail -1, '--tail takes a number of lines, found -1'",
        "get events -o yaml, 'Events are printed as table or json, not as yaml'",
        "get models -o xml, 'expected one of [TABLE, JSON, YAML]'",
        "get events --frob, 'Unknown option: '",
        "promote minilm --percent many, 'many'",
        "rollback, 'Missing required parameter'",
        "diff minilm a b c, 'Unmatched argument'",
        "plan, 'Say what to plan: a model''s directory, its config.json, --model or --model-size'",
        "plan --model-size 13Gi --gpus 2, '--gpus needs --gpu or --gpu-memory'",
        "plan --model-size 13Gi --rps many, 'Invalid value for option ''--rps'''",
        "plan no-such-directory, 'There is no no-such-directory'",
        "frob, 'Unmatched argument'"
    })
    void shouldRefuseWrongArguments(String arguments, String message) {
        Outcome outcome = run((arguments + " --dir " + directory).split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.error()).contains(message);
    }

    @Test
    void shouldDescribeItselfAndItsExitCodes() {
        Outcome outcome = run("--help");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out())
                .contains(
                        "up ", "down ", "demo ", "apply ", "get ", "delete ", "plan ", "logs ",
                        "render ")
                .contains("revisions ", "diff ", "rollback ", "promote ")
                .containsPattern("3 +Gantry is not up");
    }

    private void layOut(String file) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.createFile(path);
    }

    private record Outcome(int exitCode, String out, String error) {}

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        CommandLine command =
                Gantry.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(error));
        int exitCode = command.execute(arguments);
        return new Outcome(exitCode, out.toString(), error.toString());
    }
}
