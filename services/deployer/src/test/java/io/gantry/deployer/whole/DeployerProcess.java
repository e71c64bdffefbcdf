package io.gantry.deployer.whole;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/// A packaged deployer, run as it is shipped.
final class DeployerProcess {

    private DeployerProcess() {}

    /// @param directory for its output and the state of its predictors
    static RunningProgram start(Path directory, boolean stopPredictorsOnExit) {
        return Program.packaged(
                        Map.of(
                                "kafka.bootstrap.servers",
                                ConfigProvider.getConfig()
                                        .getValue("kafka.bootstrap.servers", String.class),
                                "gantry.deployer.local.directory",
                                directory.resolve("predictors").toString(),
                                "gantry.deployer.local.stop-predictors-on-exit",
                                Boolean.toString(stopPredictorsOnExit),
                                "gantry.deployer.local.stop.drain",
                                "500ms"))
                .start(directory);
    }
}
