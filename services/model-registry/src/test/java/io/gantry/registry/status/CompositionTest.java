package io.gantry.registry.status;

import static io.gantry.registry.status.Scene.START;
import static io.gantry.registry.status.Scene.cached;
import static io.gantry.registry.status.Scene.condition;
import static io.gantry.registry.status.Scene.failed;
import static io.gantry.registry.status.Scene.failedDownload;
import static io.gantry.registry.status.Scene.inPods;
import static io.gantry.registry.status.Scene.predictor;
import static io.gantry.registry.status.Scene.progressed;
import static io.gantry.registry.status.Scene.removed;
import static io.gantry.registry.status.Scene.revision;
import static io.gantry.registry.status.Scene.scaled;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.kserve.api.ComponentStatus;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.FailureInfo;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.kserve.api.ModelStatus;
import io.gantry.kserve.defaults.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompositionTest {

    private static final Failure CRASHED =
            new Failure(
                    FailureReason.MODEL_LOAD_FAILED,
                    "minilm-00001 ended with exit code 1 while it loaded the model.",
                    "Look at the end of its log.",
                    "Error: invalid protobuf\n");
    private static final Failure UNREACHABLE =
            Failure.of(
                    FailureReason.STORAGE_UNREACHABLE,
                    "s3.example answered 503",
                    "Check the object store.");

    @Test
    void shouldSayWhatItWaitsForWhenNothingWasSeen() {
        Scene scene = Scene.simple();

        assertThat(scene.condition("Ready"))
                .extracting(Condition::status, Condition::reason, Condition::lastTransitionTime)
                .containsExactly("Unknown", "WaitingForDownload", START.toString());
        assertThat(scene.condition("Ready").message()).contains(Scene.URI_OF_MODEL);
        assertThat(model(scene.status()).transitionStatus()).isEqualTo("InProgress");
        assertThat(states(scene.status())).containsExactly("", "Pending");
        assertThat(scene.status().observedGeneration()).isEqualTo(3);
    }

    @Test
    void shouldShowHowFarTheDownloadIs() {
        Scene scene = Scene.simple().at(5, progressed(5, 512 << 20, 2L << 30));

        assertThat(scene.condition("PredictorReady").reason()).isEqualTo("ModelDownloading");
        assertThat(scene.condition("PredictorReady").message())
                .isEqualTo(
                        "Downloading s3://models/minilm to node node-1: 512.0 MiB of 2.0 GiB (25 %), 1.0 MiB/s, 25 min 36 s left");
        assertThat(states(scene.status())).containsExactly("", "Loading");

        scene.at(6, progressed(6, 1 << 10, null));
        assertThat(scene.condition("Ready").message()).contains("node-1: 1.0 KiB, 1.0 MiB/s");
    }

    @Test
    void shouldBeReadyWhenThePredictorIs() {
        Scene scene =
                Scene.simple()
                        .at(5, cached(5))
                        .at(6, predictor(1, 6, Phase.LOADING))
                        .at(9, predictor(1, 9, Phase.READY));
        InferenceServiceStatus status = scene.status();

        assertThat(status.conditions()).extracting(Condition::status).containsOnly("True");
        assertThat(status.conditions())
                .extracting(Condition::type)
                .containsExactly(
                        "IngressReady",
                        "LatestDeploymentReady",
                        "PredictorReady",
                        "Ready",
                        "RoutesReady");
        assertThat(condition(status, "Ready").lastTransitionTime()).isEqualTo(at(9));
        assertThat(model(status).transitionStatus()).isEqualTo("UpToDate");
        assertThat(states(status)).containsExactly("Loaded", "Loaded");
        assertThat(Objects.requireNonNull(model(status).copies()).totalCopies()).isEqualTo(1);
        assertThat(status.url()).isEqualTo("http://localhost:8081/serving/default/minilm");
        ComponentStatus component = component(status);
        assertThat(component.latestReadyRevision()).isEqualTo("minilm-00001");
        assertThat(component.latestRolledoutRevision()).isEqualTo("minilm-00001");
        assertThat(component.unknown().get("traffic"))
                .hasToString(
                        "[{\"revisionName\":\"minilm-00001\",\"percent\":100,\"latestRevision\":true}]");
    }

    @Test
    void shouldStayReadyAndSayWhatKeepsSomeReplicasFromServing() {
        Scene scene =
                Scene.simple()
                        .at(5, cached(5))
                        .at(9, predictor(1, 9, Phase.READY))
                        .at(20, predictor(1, 20, Phase.READY, 1, CRASHED));
        InferenceServiceStatus status = scene.status();

        assertThat(status.conditions()).extracting(Condition::status).containsOnly("True");
        assertThat(condition(status, "Ready").reason()).isEqualTo("MinimumReplicasAvailable");
        assertThat(condition(status, "Ready").message())
                .isEqualTo(
                        "1 of 1 replicas are ready. ModelLoadFailed: minilm-00001 ended with exit code 1 while it loaded the model. Look at the end of its log.");
        assertThat(condition(status, "Ready").lastTransitionTime()).isEqualTo(at(9));
        assertThat(model(status).transitionStatus()).isEqualTo("UpToDate");
        assertThat(states(status)).containsExactly("Loaded", "Loaded");
        assertThat(Objects.requireNonNull(model(status).lastFailureInfo()).time())
                .isEqualTo(at(20));

        scene.at(30, predictor(1, 30, Phase.READY));
        assertThat(scene.condition("Ready").message()).isEqualTo("1 of 1 replicas are ready");
        assertThat(model(scene.status()).lastFailureInfo()).isNull();
    }

    @Test
    void shouldSayWhatKeepsReplicasOfACanaryFromServing() {
        Scene scene = Scene.of(Map.of(), revision(1, 80), revision(2, 20));
        scene.at(9, predictor(1, 9, Phase.READY)).at(12, predictor(2, 12, Phase.READY, 1, CRASHED));

        assertThat(scene.condition("Ready").status()).isEqualTo("True");
        assertThat(scene.condition("Ready").message()).contains("ModelLoadFailed");
    }

    @Test
    void shouldKeepTheTimeOfATransitionWhenOnlyReplicasChange() {
        Scene scene =
                Scene.simple()
                        .at(9, predictor(1, 9, Phase.READY))
                        .at(20, predictor(1, 20, Phase.READY, 3, null))
                        .at(30, predictor(1, 30, Phase.STANDBY))
                        .at(40, predictor(1, 40, Phase.LOADING));

        assertThat(scene.status().conditions())
                .extracting(Condition::lastTransitionTime)
                .containsOnly(at(9));
    }

    @Test
    void shouldBeReadyAtZeroAndSayWhy() {
        Scene scene =
                Scene.simple()
                        .at(9, predictor(1, 9, Phase.READY))
                        .at(30, scaled(1, 30, 0, "no requests for 60 s"))
                        .at(31, predictor(1, 31, Phase.STANDBY));

        assertThat(scene.condition("Ready").status()).isEqualTo("True");
        assertThat(scene.condition("Ready").reason()).isEqualTo("ScaledToZero");
        assertThat(scene.condition("Ready").message())
                .isEqualTo("Scaled to zero (no requests for 60 s); the next request starts it");
        assertThat(states(scene.status())).containsExactly("Standby", "Standby");
        assertThat(model(scene.status()).transitionStatus()).isEqualTo("UpToDate");
    }

    @Test
    void shouldNotBeReadyAtZeroWhenItNeverWorked() {
        Scene scene =
                Scene.simple()
                        .at(5, cached(5))
                        .at(9, failed(1, 9, CRASHED))
                        .at(31, predictor(1, 31, Phase.STANDBY));

        assertThat(scene.condition("Ready").status()).isEqualTo("False");
        assertThat(scene.condition("Ready").reason()).isEqualTo("ModelLoadFailed");
        assertThat(failure(scene.status()).time()).isEqualTo(at(9));
    }

    @Test
    void shouldSayWhyAModelDoesNotLoadAndWhatToDo() {
        Scene scene =
                Scene.simple()
                        .at(5, cached(5))
                        .at(6, predictor(1, 6, Phase.LOADING))
                        .at(9, failed(1, 9, CRASHED));

        assertThat(scene.condition("Ready"))
                .extracting(Condition::status, Condition::reason, Condition::message)
                .containsExactly(
                        "False",
                        "ModelLoadFailed",
                        "minilm-00001 ended with exit code 1 while it loaded the model. Look at the end of its log.");
        assertThat(scene.condition("IngressReady").reason()).isEqualTo("PredictorNotReady");
        FailureInfo info = failure(scene.status());
        assertThat(info.message()).endsWith("Error: invalid protobuf");
        assertThat(info.reason()).isEqualTo("ModelLoadFailed");
        assertThat(info.modelRevisionName()).isEqualTo("minilm-00001");
        assertThat(info.location()).isEqualTo("predictor");
        assertThat(info.time()).isEqualTo(at(9));
        assertThat(model(scene.status()).transitionStatus()).isEqualTo("BlockedByFailedLoad");
        assertThat(states(scene.status())).containsExactly("", "FailedToLoad");
    }

    @Test
    void shouldTellADownloadThatIsTriedAgainFromOneThatIsNot() {
        Scene hopeful = Scene.simple().at(5, failedDownload(5, UNREACHABLE, START.plusSeconds(65)));
        Scene hopeless = Scene.simple().at(5, failedDownload(5, UNREACHABLE, null));

        assertThat(hopeful.condition("Ready").status()).isEqualTo("Unknown");
        assertThat(hopeful.condition("Ready").reason()).isEqualTo("StorageUnreachable");
        assertThat(hopeful.condition("Ready").message())
                .isEqualTo(
                        "s3.example answered 503. Check the object store. Next attempt at 2026-01-02T03:05:10Z.");
        assertThat(failure(hopeful.status()).location()).isEqualTo("node-1");
        assertThat(hopeless.condition("Ready").status()).isEqualTo("False");
        assertThat(hopeless.condition("Ready").lastTransitionTime()).isEqualTo(at(5));
    }

    /// A loader's failure is then no state of the revision: its pods may start all the same.
    @Test
    void shouldNotTakeALoadersFailureForAModelsWherePodsBringTheirOwnFiles() {
        Scene scene =
                Scene.simple()
                        .at(5, failedDownload(5, UNREACHABLE, null))
                        .at(6, inPods(predictor(1, 6, Phase.LOADING)));

        assertThat(scene.condition("Ready"))
                .extracting(Condition::status, Condition::reason)
                .containsExactly("Unknown", "PredictorStarting");
        assertThat(scene.condition("Ready").message())
                .isEqualTo(
                        "0 of 1 replicas are ready; each downloads the model by itself, no node has it in its cache: s3.example answered 503. Check the object store.");
        assertThat(states(scene.status())).containsExactly("", "Loading");
        assertThat(model(scene.status()).lastFailureInfo()).isNull();

        scene.at(9, inPods(predictor(1, 9, Phase.READY)));
        assertThat(scene.condition("Ready").status()).isEqualTo("True");
    }

    @Test
    void shouldSayWhyPodsFailAndNotWhyTheLoaderDoes() {
        Scene scene =
                Scene.simple()
                        .at(5, failedDownload(5, UNREACHABLE, null))
                        .at(6, inPods(predictor(1, 6, Phase.LOADING, 0, CRASHED)));

        assertThat(scene.condition("Ready").reason()).isEqualTo("ModelLoadFailed");
        assertThat(failure(scene.status()).location()).isEqualTo("predictor");
    }

    /// It is known from the others that the platform runs.
    @Test
    void shouldWaitForPodsAndNotForALoader() {
        Scene scene = Scene.of(Map.of(), revision(2, 100));
        scene.at(4, inPods(predictor(1, 4, Phase.LOADING)))
                .at(5, failedDownload(5, UNREACHABLE, null));

        assertThat(scene.condition("PredictorReady"))
                .extracting(Condition::status, Condition::reason, Condition::message)
                .containsExactly(
                        "Unknown",
                        "WaitingForPredictor",
                        "Waiting for the deployer to start minilm-00002");
    }

    @Test
    void shouldNotBeReadyWhenAModelHasFallenOver() {
        Scene scene =
                Scene.simple()
                        .at(9, predictor(1, 9, Phase.READY))
                        .at(20, predictor(1, 20, Phase.LOADING));

        assertThat(scene.condition("Ready").status()).isEqualTo("False");
        assertThat(scene.condition("Ready").reason()).isEqualTo("MinimumReplicasUnavailable");
        assertThat(scene.condition("Ready").lastTransitionTime()).isEqualTo(at(20));
    }

    @Test
    void shouldStayReadyWhileTheOldRevisionServes() {
        Scene scene = Scene.of(Map.of(), revision(2, 100));
        scene.at(5, cached(5))
                .at(9, predictor(1, 9, Phase.READY))
                .at(20, predictor(2, 20, Phase.LOADING));
        InferenceServiceStatus status = scene.status();

        assertThat(condition(status, "Ready").status()).isEqualTo("True");
        assertThat(condition(status, "Ready").reason()).isEqualTo("RolloutInProgress");
        assertThat(condition(status, "Ready").lastTransitionTime()).isEqualTo(at(9));
        assertThat(condition(status, "LatestDeploymentReady").status()).isEqualTo("Unknown");
        assertThat(states(status)).containsExactly("Loaded", "Loading");
        assertThat(model(status).transitionStatus()).isEqualTo("InProgress");
        assertThat(component(status).latestCreatedRevision()).isEqualTo("minilm-00002");
        assertThat(component(status).latestReadyRevision()).isEqualTo("minilm-00001");
        assertThat(component(status).unknown().get("traffic"))
                .hasToString(
                        "[{\"revisionName\":\"minilm-00001\",\"percent\":100,\"latestRevision\":false,\"tag\":\"prev\"}]");
    }

    @Test
    void shouldSayThatARolloutHasFailedAndWhatGoesOnServing() {
        Scene scene = Scene.of(Map.of(), revision(2, 100));
        scene.at(5, cached(5)).at(9, predictor(1, 9, Phase.READY)).at(20, failed(2, 20, CRASHED));

        assertThat(scene.condition("Ready").status()).isEqualTo("False");
        assertThat(scene.condition("Ready").message()).endsWith("minilm-00001 goes on serving.");
        assertThat(scene.condition("IngressReady").status()).isEqualTo("True");
        assertThat(states(scene.status())).containsExactly("Loaded", "FailedToLoad");
    }

    @Test
    void shouldShowTheSharesOfACanary() {
        Scene scene = Scene.of(Map.of(), revision(1, 80), revision(2, 20));
        scene.at(5, cached(5)).at(9, predictor(1, 9, Phase.READY));
        assertThat(component(scene.status()).unknown().get("traffic")).hasSize(1);

        scene.at(12, predictor(2, 12, Phase.READY));
        assertThat(component(scene.status()).unknown().get("traffic"))
                .hasToString(
                        "[{\"revisionName\":\"minilm-00002\",\"percent\":20,\"latestRevision\":true},"
                                + "{\"revisionName\":\"minilm-00001\",\"percent\":80,\"latestRevision\":false,\"tag\":\"prev\"}]");
        assertThat(component(scene.status()).latestRolledoutRevision()).isEqualTo("minilm-00001");
        assertThat(component(scene.status()).latestReadyRevision()).isEqualTo("minilm-00002");
    }

    @Test
    void shouldSayThatItIsStopped() {
        Scene scene = Scene.of(Map.of(Annotations.STOP, "true"), revision(1, 100));
        scene.at(9, predictor(1, 9, Phase.READY)).at(20, removed(1, 20));

        assertThat(scene.condition("Ready"))
                .extracting(Condition::status, Condition::reason, Condition::lastTransitionTime)
                .containsExactly("False", "Stopped", at(20));
        assertThat(scene.condition("Stopped").status()).isEqualTo("True");
    }

    @Test
    void shouldHaveTheConditionsOfStandardModeThere() {
        Scene scene =
                Scene.of(Map.of(Annotations.DEPLOYMENT_MODE, "RawDeployment"), revision(1, 100));

        assertThat(scene.status().conditions())
                .extracting(Condition::type)
                .containsExactly("IngressReady", "PredictorReady", "Ready");
        assertThat(scene.status().unknown().get("deploymentMode")).hasToString("\"Standard\"");
    }

    private static String at(long second) {
        return START.plusSeconds(second).toString();
    }

    private static ModelStatus model(InferenceServiceStatus status) {
        return Objects.requireNonNull(status.modelStatus());
    }

    private static List<String> states(InferenceServiceStatus status) {
        var states = Objects.requireNonNull(model(status).states());
        return List.of(
                String.valueOf(states.activeModelState()),
                String.valueOf(states.targetModelState()));
    }

    private static FailureInfo failure(InferenceServiceStatus status) {
        return Objects.requireNonNull(model(status).lastFailureInfo());
    }

    private static ComponentStatus component(InferenceServiceStatus status) {
        return Objects.requireNonNull(Objects.requireNonNull(status.components()).get("predictor"));
    }
}
