package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gantry.cli.suite.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rollouts of several services at once, while the deployer and the API server are killed again and
/// again. `-Dgantry.rollouts=200` says how many; `-Dgantry.rollouts.seed` repeats what was random.
class RolloutsIT {

    private static final int SERVICES = 16;
    private static final int NODES = 16;
    private static final int ROLLOUTS = Integer.getInteger("gantry.rollouts", SERVICES);
    private static final long SEED = Long.getLong("gantry.rollouts.seed", System.nanoTime());
    private static final AtomicInteger ENDED = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir static Path scratch;

    private static SuiteOnKubernetes kubernetes;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kubernetes =
                SuiteOnKubernetes.start(
                        scratch,
                        NODES,
                        Map.of(
                                "gantry.deployer.kubernetes.lease.duration", "4s",
                                "gantry.deployer.kubernetes.lease.renew-deadline", "3s",
                                "gantry.deployer.kubernetes.lease.retry-period", "500ms"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @Test
    void shouldEndEveryRolloutRightAndLeaveNothing() throws Exception {
        System.out.println("Seed of the rollouts: " + SEED);
        List<Rollouts> all = new ArrayList<>();
        List<Future<?>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < SERVICES; number++) {
                Rollouts rollouts =
                        new Rollouts(
                                kubernetes.model("rolling-" + number), new Random(SEED + number));
                all.add(rollouts);
                ends.add(threads.submit(() -> rollouts.run(Math.ceilDiv(ROLLOUTS, SERVICES))));
            }
            kill(ends);
        }
        for (Future<?> end : ends) {
            end.get();
        }
        all.forEach(Rollouts::assertNothingBeside);
        all.forEach(rollouts -> rollouts.model.delete());
        awaiting("nothing is left")
                .untilAsserted(() -> assertThat(left()).extracting(each -> name(each)).isEmpty());
    }

    /// At random points, until all rollouts have ended. Kubernetes' own controllers wait for up to
    /// half a minute before they try an API server again that was away, so that is left alone until
    /// rollouts have got on.
    private static void kill(List<Future<?>> rollouts) throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int next = 0;
        while (!rollouts.stream().allMatch(Future::isDone)) {
            TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(9_000));
            if (ENDED.get() < next || random.nextBoolean()) {
                kubernetes.suite().kill(Service.DEPLOYER);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
                kubernetes.suite().restart();
            } else {
                kubernetes.testCluster().kill("kube-apiserver");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
                kubernetes.testCluster().start("kube-apiserver");
                next = ENDED.get() + SERVICES / 2;
            }
        }
    }

    private static List<HasMetadata> left() {
        KubernetesClient cluster = kubernetes.cluster();
        return Stream.of(
                        cluster.apps().deployments(),
                        cluster.apps().replicaSets(),
                        cluster.pods(),
                        cluster.services(),
                        cluster.policy().v1().podDisruptionBudget(),
                        cluster.autoscaling().v2().horizontalPodAutoscalers())
                .flatMap(kind ->
                        kind
                                .inNamespace(ClusterModel.NAMESPACE)
                                .withLabel("app.kubernetes.io/managed-by", "gantry")
                                .list()
                                .getItems()
                                .stream())
                .map(HasMetadata.class::cast)
                .toList();
    }

    private static String name(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }

    private static ConditionFactory awaiting(String what) {
        // The API server is away from time to time.
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).ignoreExceptions();
    }

    /// One service that is changed again and again.
    private static final class Rollouts {

        private final ClusterModel model;
        private final Random random;
        private int revision;
        private int replicas;

        Rollouts(ClusterModel model, Random random) {
            this.model = model;
            this.random = random;
        }

        void run(int count) {
            next();
            ENDED.incrementAndGet();
            for (int number = 1; number < count; number++) {
                switch (random.nextInt(4)) {
                    case 0 -> canary();
                    case 1 -> hopeless();
                    default -> next();
                }
                ENDED.incrementAndGet();
            }
        }

        /// A new revision takes over.
        private void next() {
            revision++;
            replicas = 1 + random.nextInt(3);
            apply(Map.of(), "");
            awaitAlone();
        }

        /// A new revision gets a share, and then all.
        private void canary() {
            String before = name(revision);
            int ready = replicas;
            revision++;
            replicas = 1 + random.nextInt(3);
            apply(Map.of(), ", \"canaryTrafficPercent\": 20");
            awaiting("both revisions of " + before)
                    .until(() ->
                            model.ready().getOrDefault(before, 0) >= Math.min(ready, replicas)
                                    && model.ready().getOrDefault(name(revision), 0) == replicas);
            apply(Map.of(), "");
            awaitAlone();
        }

        /// A new revision never gets ready, and the one after it takes over.
        private void hopeless() {
            String serving = name(revision);
            revision++;
            apply(
                    Map.of(
                            "testcluster.gantry.io/fail",
                            "crash-loop",
                            "serving.knative.dev/progress-deadline",
                            "5s"),
                    "");
            awaiting(name(revision) + " is given up")
                    .until(() ->
                            model.deployments().stream()
                                    .filter(each ->
                                            name(revision)
                                                    .equals(
                                                            each.getMetadata()
                                                                    .getLabels()
                                                                    .get("gantry.io/revision")))
                                    .anyMatch(each -> each.getSpec().getReplicas() == 0));
            assertThat(model.ready()).containsKey(serving);
            next();
        }

        private void apply(Map<String, String> annotations, String members) {
            model.apply(
                    Integer.toString(revision),
                    annotations,
                    ", \"minReplicas\": %d%s".formatted(replicas, members));
        }

        private void awaitAlone() {
            awaiting(name(revision) + " alone")
                    .untilAsserted(() -> {
                        assertThat(model.ready()).isEqualTo(Map.of(name(revision), replicas));
                        assertThat(model.reached()).isEqualTo(name(revision));
                    });
        }

        /// Of earlier revisions nothing runs, nor of this one more than was asked for.
        void assertNothingBeside() {
            awaiting("nothing runs beside " + name(revision))
                    .untilAsserted(() -> {
                        assertThat(model.pods())
                                .hasSize(replicas)
                                .allMatch(pod ->
                                        name(revision)
                                                .equals(
                                                        pod.getMetadata()
                                                                .getAnnotations()
                                                                .get("gantry.io/revision")));
                        assertThat(model.deployments())
                                .allMatch(each ->
                                        each.getSpec().getReplicas() == 0
                                                || each.getSpec().getReplicas() == replicas);
                    });
        }

        private String name(int number) {
            return "%s-%05d".formatted(model.name(), number);
        }
    }
}
