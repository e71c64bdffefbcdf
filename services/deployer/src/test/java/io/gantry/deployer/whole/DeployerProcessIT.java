package io.gantry.deployer.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import io.gantry.process.RunningProgram;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged deployer: stopped and killed while its predictors run.
@QuarkusTest
@TestProfile(SilentApplication.class)
class DeployerProcessIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Topics topics;
    @TempDir Path directory;

    private final TestModel steady = new TestModel("steady-" + System.nanoTime());
    private final TestModel loading = new TestModel("loading-" + System.nanoTime());
    private final TestModel failing = new TestModel("failing-" + System.nanoTime());

    DeployerProcessIT(Topics topics) {
        this.topics = topics;
    }

    @BeforeEach
    void publishRuntime() {
        topics.publish(TestModel.runtime("text-server"));
    }

    @AfterEach
    void endWhatATestLeft() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    /// One serves, one is loading and deaf to SIGTERM, one is being started again and again.
    @Test
    void shouldEndSoonTogetherWithAllPredictorsAndStartNoneAgain() throws Exception {
        try (RunningProgram deployer = DeployerProcess.start(directory, true)) {
            deploy(steady);
            deploy(loading, "--never-ready", "--stubborn");
            deploy(failing, "--fail=no such model");
            topics.awaitReady(steady, 1, 1);
            topics.awaitState(loading, 1, seen -> seen.endpoints().size() == 1);
            topics.awaitState(failing, 1, seen -> seen.failure() != null);
            await().atMost(Topics.PATIENCE).until(() -> !Replicas.processes(loading).isEmpty());

            Duration took = deployer.terminate();

            assertThat(processes()).isEmpty();
            assertThat(took).isLessThan(SOON);
            String log = deployer.log();
            int stopping = log.indexOf("Ended a predictor");
            assertThat(stopping).isPositive();
            assertThat(log.substring(stopping)).doesNotContain("Started a predictor");
            assertThat(log).doesNotContain("ERROR");
        }
    }

    @Test
    void shouldTakeOverItsPredictorsAfterAKill() throws Exception {
        Endpoint before;
        List<Long> pids;
        try (RunningProgram killed = DeployerProcess.start(directory, true)) {
            deploy(steady);
            before = topics.awaitReady(steady, 1, 1).endpoints().getFirst();
            pids = pids();
            killed.kill();
        }
        assertThat(Replicas.get(before, "/")).isEqualTo("hello");

        try (RunningProgram restarted = DeployerProcess.start(directory, true)) {
            // What comes after it shows that it has looked at everything.
            deploy(failing, "--fail=no such model");
            topics.awaitState(failing, 1, seen -> seen.failure() != null);

            assertThat(pids()).isEqualTo(pids);
            assertThat(topics.latest(steady, 1))
                    .map(PredictorObserved::endpoints)
                    .contains(List.of(before));
            assertThat(Replicas.get(before, "/")).isEqualTo("hello");

            topics.publish(steady.scaled(1, 2));
            PredictorObserved two = topics.awaitReady(steady, 1, 2);
            assertThat(two.endpoints()).extracting(Endpoint::port).doesNotHaveDuplicates();
            assertThat(pids()).hasSize(2).containsAll(pids);

            restarted.terminate();
            assertThat(processes()).isEmpty();
        }
    }

    /// What died while nobody watched is started again, once.
    @Test
    void shouldStartAgainWhatDiedTogetherWithTheDeployer() throws Exception {
        try (RunningProgram killed = DeployerProcess.start(directory, true)) {
            deploy(steady);
            topics.awaitReady(steady, 1, 1);
            killed.kill();
        }
        Replicas.processes(steady).forEach(ProcessHandle::destroyForcibly);
        await().atMost(Topics.PATIENCE).until(() -> pids().isEmpty());

        try (RunningProgram restarted = DeployerProcess.start(directory, true)) {
            await().atMost(Topics.PATIENCE).until(() -> pids().size() == 1);
            await().atMost(Topics.PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(Replicas.get(now(), "/")).isEqualTo("hello"));
            assertThat(pids()).hasSize(1);
            restarted.terminate();
            assertThat(processes()).isEmpty();
        }
    }

    private void deploy(TestModel model, String... arguments) {
        topics.publish(
                model.cached("hello"),
                model.applied(model.revision(1, 100, model.predictor(arguments))));
    }

    private Endpoint now() {
        return topics.latest(steady, 1).orElseThrow().endpoints().getFirst();
    }

    private List<Long> pids() {
        return Replicas.processes(steady).stream().map(ProcessHandle::pid).toList();
    }

    private List<ProcessHandle> processes() {
        return Stream.of(steady, loading, failing)
                .flatMap(model -> Replicas.processes(model).stream())
                .toList();
    }
}
