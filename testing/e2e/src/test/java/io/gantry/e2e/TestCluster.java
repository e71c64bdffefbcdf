package io.gantry.e2e;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Kubernetes cluster of a test's own, whose nodes and pods KWOK plays; or the cluster whose
/// kubeconfig `-Dgantry.kubeconfig` names. Where there is neither one nor Go, the test is skipped.
final class TestCluster implements AutoCloseable {

    /// The first start builds Kubernetes.
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private static final Path PROGRAM =
            Path.of("..", "..", "infra", "testcluster", "testcluster").toAbsolutePath().normalize();

    private final Path directory;
    private final boolean own;
    private final Path kubeconfig;

    private TestCluster(Path directory, boolean own, Path kubeconfig) {
        this.directory = directory;
        this.own = own;
        this.kubeconfig = kubeconfig;
    }

    /// @param nodes each with 8 GPUs, of an own cluster
    static TestCluster start(int nodes) throws IOException, InterruptedException {
        String given = System.getProperty("gantry.kubeconfig", "");
        if (!given.isBlank()) {
            Path kubeconfig = Path.of(given).toAbsolutePath();
            return new TestCluster(kubeconfig, false, kubeconfig);
        }
        Clients.assumeInstalled("go");
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path directory = Files.createTempDirectory(target, "cluster-");
        testcluster(directory, "up", "--nodes", Integer.toString(nodes), "--gpus-per-node", "8");
        String printed = testcluster(directory, "kubeconfig");
        return new TestCluster(directory, true, Path.of(printed.strip()));
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /// Whether components of the cluster can be killed.
    boolean own() {
        return own;
    }

    void kill(String component) throws InterruptedException {
        testcluster(directory, "kill", component);
    }

    void start(String component) throws InterruptedException {
        testcluster(directory, "start", component);
    }

    @Override
    public void close() throws InterruptedException {
        if (own) {
            testcluster(directory, "down");
        }
    }

    private static String testcluster(Path directory, String... words) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(PROGRAM.toString()));
        all.addAll(List.of(words));
        all.addAll(2, List.of("--dir", directory.toString()));
        try (RunningProgram program = Program.of(all).start(directory.getParent())) {
            if (program.exitCode(PATIENCE) != 0) {
                throw new AssertionError(String.join(" ", all) + "\n" + program.log());
            }
            return program.out();
        }
    }
}
