package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.SuiteState;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A demo in which something goes wrong: it says so and leaves nothing running. The one in which
/// all goes well is CI's own step.
class DemoIT {

    private static final String[] DEMO = {"demo", "--port-offset", "13000"};
    private static final String SCALING = "Leaving it alone until it is scaled to zero";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void shouldFailWhenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(21_082, 1, InetAddress.getLoopbackAddress())) {
            Cli.Outcome outcome = new Cli(directory).run(DEMO);

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith(
                            "gantry: The demo failed at \"Starting Gantry\": loader cannot listen on 127.0.0.1:"
                                    + taken.getLocalPort());
        }
        assertThat(directory.resolve("suite.json")).doesNotExist();
    }

    @Test
    void shouldFailAtTheStepInWhichAServiceIsKilledAndTakeAllDown() throws Exception {
        try (RunningProgram demo = new Cli(directory).start(DEMO)) {
            demo.awaitOutput(SCALING);
            List<ProcessHandle> processes = processes();
            registry().destroyForcibly();

            assertThat(demo.exitCode()).isEqualTo(3);
            assertThat(demo.err())
                    .startsWith(
                            "gantry: The demo failed at \"Deleting it by DELETE /v1/models/default/minilm\": The registry at http://127.0.0.1:21080 does not answer");
            assertThat(demo.out()).doesNotContain("All of it happened");
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void shouldTakeAllDownWhenItIsInterrupted() throws Exception {
        try (RunningProgram demo = new Cli(directory).startInForeground(DEMO)) {
            demo.awaitOutput(SCALING);
            List<ProcessHandle> processes = processes();

            demo.signal("INT");

            assertThat(demo.exitCode()).isEqualTo(130);
            assertThat(demo.out()).contains("Stopping Gantry");
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
        }
    }

    /// Services, predictors and infrastructure.
    private List<ProcessHandle> processes() throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (JsonNode service : services()) {
            ProcessHandle process = handle(service.path("pid").asLong());
            processes.add(process);
            processes.addAll(process.descendants().toList());
        }
        processes.add(handle(SuiteState.infrastructure(GantryDirectory.create(directory)).pid()));
        assertThat(processes).hasSizeGreaterThanOrEqualTo(7);
        return processes;
    }

    private ProcessHandle registry() throws IOException {
        return services()
                .valueStream()
                .filter(service -> service.path("service").asText().equals("MODEL_REGISTRY"))
                .map(service -> handle(service.path("pid").asLong()))
                .findFirst()
                .orElseThrow();
    }

    private static ProcessHandle handle(long pid) {
        return ProcessHandle.of(pid).orElseThrow();
    }

    private JsonNode services() throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve("suite.json").toFile())
                .path("services");
    }
}
