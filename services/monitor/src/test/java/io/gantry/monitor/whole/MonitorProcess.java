package io.gantry.monitor.whole;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A packaged monitor, run as it is shipped.
record MonitorProcess(RunningProgram program) implements AutoCloseable {

    /// Returns when it has its state.
    static MonitorProcess start(String kafka, Path directory) {
        return start(kafka, directory, Map.of());
    }

    /// Returns when it has its state.
    static MonitorProcess start(String kafka, Path directory, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("kafka.bootstrap.servers", kafka);
        settings.put("gantry.monitor.tick", "500ms");
        settings.put("gantry.monitor.alerts.interval", "500ms");
        settings.put("gantry.monitor.autoscaler.stable-window", "6s");
        return new MonitorProcess(
                Program.packaged(settings).start(directory).awaitReady("/q/health/ready"));
    }

    /// How many partitions of the traffic it has.
    int partitions() {
        return RestAssured.get(program.address().resolve("/q/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith("gantry_monitor_partitions "))
                .mapToInt(
                        line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    JsonPath scaling() {
        return RestAssured.get(program.address().resolve("/v1/scaling")).jsonPath();
    }

    JsonPath alerts() {
        return RestAssured.get(program.address().resolve("/v1/alerts")).jsonPath();
    }

    @Override
    public void close() {
        program.close();
    }
}
