package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.process.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The real kubectl takes the registry for its API server.
@ExtendWith(SuiteExtension.class)
class KubectlIT {

    @TempDir Path directory;

    @Test
    void shouldTakeAModelFromApplyToDelete(RunningSuite suite) throws Exception {
        String file = manifest(suite, "by-kubectl", 1);

        assertThat(done(suite, "apply", "-f", file)).contains("by-kubectl created");
        assertThat(done(suite, "apply", "-f", file)).contains("by-kubectl unchanged");
        assertThat(done(suite, "wait", "isvc/by-kubectl", "--for=condition=Ready", "--timeout=90s"))
                .contains("condition met");
        assertThat(done(suite, "get", "isvc", "by-kubectl"))
                .containsPattern("NAME +URL +READY")
                .containsPattern("by-kubectl +http://\\S+ +True");
        assertThat(done(suite, "describe", "isvc", "by-kubectl"))
                .contains("Kind:         InferenceService", "Min Replicas:", "PredictorReady");
        assertThat(suite.model("by-kubectl").embed().status()).isEqualTo(200);

        String changed = manifest(suite, "by-kubectl", 2);
        Cli.Outcome difference = run(suite, "diff", "-f", changed);
        assertThat(difference.exitCode()).as(difference.err()).isEqualTo(1);
        assertThat(difference.out()).contains("-    minReplicas: 1", "+    minReplicas: 2");
        assertThat(done(suite, "apply", "--dry-run=server", "-f", changed)).contains("dry run");
        assertThat(run(suite, "diff", "-f", changed).exitCode()).isEqualTo(1);

        assertThat(done(suite, "delete", "-f", file)).contains("deleted");
        Cli.Outcome gone = run(suite, "get", "isvc", "by-kubectl");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("(NotFound)", "\"by-kubectl\" not found");
    }

    @Test
    void shouldPatchInEachWayThatCustomResourcesHave(RunningSuite suite) throws Exception {
        done(suite, "create", "-f", manifest(suite, "patched", 0));
        String max = "jsonpath={.spec.predictor.maxReplicas}";

        done(
                suite,
                "patch",
                "isvc",
                "patched",
                "--type=merge",
                "-p",
                "{\"spec\":{\"predictor\":{\"maxReplicas\":3}}}");
        assertThat(done(suite, "get", "isvc", "patched", "-o", max)).isEqualTo("3");
        done(
                suite,
                "patch",
                "isvc",
                "patched",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/predictor/maxReplicas\",\"value\":4}]");
        assertThat(done(suite, "get", "isvc", "patched", "-o", max)).isEqualTo("4");
        done(suite, "label", "isvc", "patched", "team=search");
        done(suite, "annotate", "isvc", "patched", "note=tried");
        assertThat(done(suite, "get", "isvc", "-l", "team=search", "-o", "name"))
                .isEqualTo("inferenceservice.serving.kserve.io/patched\n");
        Cli.Outcome strategic = run(suite, "patch", "isvc", "patched", "-p", "{\"spec\":{}}");
        assertThat(strategic.exitCode()).isEqualTo(1);
        assertThat(strategic.err()).contains("strategic-merge-patch+json is not supported");
        done(suite, "delete", "isvc", "patched");
    }

    @Test
    void shouldKeepWhatTwoManagersApplyApart(RunningSuite suite) throws Exception {
        String mine = manifest(suite, "applied", 0);
        String others = manifest(suite, "applied", 1);

        done(suite, "apply", "--server-side", "-f", mine);
        Cli.Outcome conflict =
                run(suite, "apply", "--server-side", "--field-manager=other", "-f", others);
        assertThat(conflict.exitCode()).isEqualTo(1);
        assertThat(conflict.err())
                .contains("conflict with \"kubectl\": .spec.predictor.minReplicas");
        done(
                suite,
                "apply",
                "--server-side",
                "--force-conflicts",
                "--field-manager=other",
                "-f",
                others);
        JsonNode managers =
                new ObjectMapper()
                        .readTree(
                                done(
                                        suite,
                                        "get",
                                        "isvc",
                                        "applied",
                                        "-o",
                                        "json",
                                        "--show-managed-fields"))
                        .at("/metadata/managedFields");
        assertThat(managers.findValuesAsText("manager")).contains("kubectl", "other");
        done(suite, "delete", "isvc", "applied");
    }

    @Test
    void shouldShowChangesAsTheyCome(RunningSuite suite) throws Exception {
        String file = manifest(suite, "watched", 0);
        done(suite, "apply", "-f", file);

        try (RunningProgram watch =
                Clients.start(
                        Clients.kubectl(suite.api().registry(), "get", "isvc", "watched", "-w"))) {
            watch.awaitOutput("watched");
            done(suite, "label", "isvc", "watched", "team=search");
            done(suite, "delete", "-f", file);
            await("rows of what was there, the label and the deletion")
                    .atMost(SampleModel.PATIENCE)
                    .until(() -> rows(watch, "watched") >= 3);

            assertThat(rows(watch, "NAME")).isOne();
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAManifest(RunningSuite suite) throws Exception {
        Path file = directory.resolve("wrong.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of(manifest(suite, "wrong", 5)))
                        .replace("minReplicas: 5", "minReplicas: 5\n    maxReplicas: 2"));

        Cli.Outcome outcome = run(suite, "apply", "-f", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("\"wrong\" is invalid: spec.predictor.minReplicas", "raise maxReplicas");
    }

    @Test
    void shouldExplainTheKinds(RunningSuite suite) throws Exception {
        assertThat(done(suite, "api-resources"))
                .contains("inferenceservices", "isvc", "servingruntimes", "llminferenceservices");
        assertThat(done(suite, "explain", "isvc.spec.predictor.minReplicas"))
                .contains("FIELD: minReplicas <integer>");
        assertThat(done(suite, "get", "clusterservingruntimes")).contains("gantry-onnx");
    }

    private static long rows(RunningProgram watch, String start) {
        return watch.out().lines().filter(line -> line.startsWith(start)).count();
    }

    private String manifest(RunningSuite suite, String name, int minReplicas) throws Exception {
        Path file = directory.resolve("%s-%d.yaml".formatted(name, minReplicas));
        Files.writeString(
                file,
                """
                apiVersion: serving.kserve.io/v1beta1
                kind: InferenceService
                metadata:
                  name: %s
                spec:
                  predictor:
                    minReplicas: %d
                    model:
                      modelFormat: {name: onnx}
                      storageUri: %s
                """
                        .formatted(name, minReplicas, suite.model(name).storageUri()));
        return file.toString();
    }

    /// What kubectl prints when all is well.
    private static String done(RunningSuite suite, String... arguments) throws Exception {
        Cli.Outcome outcome = run(suite, arguments);
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }

    private static Cli.Outcome run(RunningSuite suite, String... arguments) throws Exception {
        return Clients.run(Clients.kubectl(suite.api().registry(), arguments));
    }
}
