package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// KServe's Python SDK takes the registry for its API server.
@ExtendWith(SuiteExtension.class)
class KServeSdkIT {

    @Test
    void shouldServeTheSdkFromCreateToDelete(RunningSuite suite) throws Exception {
        SampleModel model = suite.model("by-sdk");

        Cli.Outcome outcome =
                Clients.run(
                        List.of(
                                Clients.python().toString(),
                                Clients.script("kserve-sdk/lifecycle.py").toString(),
                                suite.api().registry().toString(),
                                model.name(),
                                model.storageUri()));

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .containsSubsequence(
                        "created", "ready", "patched", "replaced", "refused", "listed", "deleted");
    }

    @Test
    void shouldAnswerTheInferenceClient(RunningSuite suite) throws Exception {
        SampleModel model =
                new SampleModel(suite.api(), "asked-by-sdk", IdentityModel.files(suite));
        model.register(1);
        model.awaitReady();

        Cli.Outcome outcome =
                Clients.run(
                        List.of(
                                Clients.python().toString(),
                                Clients.script("kserve-sdk/inference.py").toString(),
                                suite.api().proxy().toString(),
                                model.name()));

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly("live", "ready", "inferred", "predicted", "refused");
        model.delete();
    }
}
