package io.gantry.loader.whole;

import static org.awaitility.Awaitility.await;

import io.gantry.events.ArtifactReference;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;

/// A packaged loader, run as it is shipped.
record LoaderProcess(RunningProgram program) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static LoaderProcess start(Program program, Path directory) {
        return new LoaderProcess(program.start(directory));
    }

    JsonPath awaitState(ArtifactReference reference, String state) {
        await(state)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .failFast("the loader ended", () -> !program.process().isAlive())
                .until(() -> state.equals(state(reference).getString("state")));
        return state(reference);
    }

    JsonPath state(ArtifactReference reference) {
        return RestAssured.get(program.address().resolve("/v1/artifacts/" + reference.artifact()))
                .jsonPath();
    }

    /// A path as the process sees it, which may have disks of its own.
    Path seen(Path path) {
        return Path.of("/proc/%d/root%s".formatted(program.process().pid(), path.toAbsolutePath()));
    }

    @Override
    public void close() {
        program.close();
    }
}
