package io.gantry.e2e;

import io.gantry.cli.suite.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A deployment completes whatever is killed in its middle.
@ExtendWith(SuiteExtension.class)
class FaultIT {

    @ParameterizedTest
    @EnumSource
    void shouldCompleteADeploymentWhenAServiceIsKilled(Service service, RunningSuite suite) {
        SampleModel model = suite.model("killed-" + service.folder());
        model.register(1);

        suite.kill(service);
        suite.restart();

        model.awaitServing();
        model.awaitReady();
        model.delete();
    }

    @Test
    void shouldCompleteADeploymentWhenKafkaIsKilled(RunningSuite suite) {
        SampleModel model = suite.model("kafka-killed");
        model.register(1);

        suite.killInfrastructure();
        suite.restart();

        model.awaitServing();
        model.awaitReady();
        model.delete();
    }

    @Test
    void shouldServeReadyModelsWhileKafkaIsAway(RunningSuite suite) {
        SampleModel model = suite.model("kafka-away");
        model.register(1);
        model.awaitServing();

        suite.stopInfrastructure();
        try {
            model.awaitServing();
        } finally {
            suite.restart();
        }
        model.delete();
    }
}
