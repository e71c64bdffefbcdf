package io.gantry.monitor.whole;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.util.Map;

/// A packaged monitor, run as it is shipped.
record MonitorProcess(RunningProgram program) implements AutoCloseable {

    /// Returns when it has its state.
    static MonitorProcess start(String kafka, Path directory) {
        return new MonitorProcess(
                Program.packaged(
                                Map.of(
                                        "kafka.bootstrap.servers",
                                        kafka,
                                        "gantry.monitor.tick",
                                        "500ms",
                                        "gantry.monitor.autoscaler.stable-window",
                                        "6s"))
                        .start(directory)
                        .awaitReady("/q/health/ready"));
    }

    JsonPath alerts() {
        return RestAssured.get(program.address().resolve("/v1/alerts")).jsonPath();
    }

    @Override
    public void close() {
        program.close();
    }
}
