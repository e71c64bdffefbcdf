package io.gantry.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Kubernetes cluster. With `-Dgantry.kubeconfig=FILE` it is the one of that file, which outlives
/// the tests; with `-Dgantry.testcluster=true` it is started by `infra/testcluster`, and ended when
/// it is closed. Without either the test is skipped.
public final class TestCluster implements AutoCloseable {

    private static final String SCRIPT =
            Path.of(System.getProperty("gantry.home", "."), "infra/testcluster/testcluster")
                    .toAbsolutePath()
                    .toString();

    private final Path logs;
    private final Path kubeconfig;
    private final Optional<Path> directory;

    private TestCluster(Path logs, Path kubeconfig, Optional<Path> directory) {
        this.logs = logs;
        this.kubeconfig = kubeconfig;
        this.directory = directory;
    }

    /// @param scratch a directory of the test, in which a cluster of its own lives
    /// @param options of `testcluster up`, for example `--nodes`, `8`; a cluster that there is has
    ///   what it has
    public static TestCluster open(Path scratch, String... options) throws InterruptedException {
        Optional<Path> given =
                Optional.ofNullable(System.getProperty("gantry.kubeconfig")).map(Path::of);
        if (given.isPresent()) {
            return new TestCluster(scratch, given.get(), Optional.empty());
        }
        assumeTrue(
                Boolean.getBoolean("gantry.testcluster"),
                "SKIPPED: no Kubernetes; set -Dgantry.kubeconfig=FILE, or -Dgantry.testcluster=true");
        assumeTrue(
                installed("go"), "SKIPPED: there is no go on this machine to build the cluster by");
        Path directory = scratch.resolve("cluster");
        TestCluster cluster =
                new TestCluster(
                        scratch,
                        directory.resolve("kubeconfig/admin.yaml"),
                        Optional.of(directory));
        cluster.command("up", options);
        return cluster;
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /// What kubectl prints when all is well.
    public String kubectl(String... arguments) throws InterruptedException {
        if (directory.isPresent()) {
            return command("kubectl", arguments);
        }
        return run(words(List.of("kubectl"), arguments));
    }

    /// Hands the real node of `--kubelet` an image of a directory, as no registry is asked for any.
    ///
    /// @param entrypoint what the image runs
    public void image(String name, Path root, String... entrypoint) throws InterruptedException {
        command("image", words(List.of(name, root.toString()), entrypoint).toArray(String[]::new));
    }

    /// Ends a component as `kill -9` does, for example `kube-apiserver`. Skips the test on a
    /// cluster that is not its own.
    public void kill(String component) throws InterruptedException {
        assumeTrue(
                directory.isPresent(), "SKIPPED: only a cluster of the test's own may be harmed");
        command("kill", component);
    }

    /// Starts a component again that was killed, and waits until the API server answers.
    public void start(String component) throws InterruptedException {
        command("start", component);
    }

    @Override
    public void close() {
        if (directory.isEmpty()) {
            return;
        }
        try {
            command("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: the cluster goes on", e);
        }
    }

    private String command(String name, String... arguments) throws InterruptedException {
        String path = directory.orElseThrow().toString();
        return run(words(List.of(SCRIPT, name, "--dir", path), arguments));
    }

    private static List<String> words(List<String> first, String... others) {
        List<String> words = new ArrayList<>(first);
        words.addAll(List.of(others));
        return words;
    }

    private String run(List<String> words) throws InterruptedException {
        Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
        try (RunningProgram program = Program.of(words).with(environment).start(logs)) {
            if (program.exitCode() != 0) {
                throw new AssertionError(String.join(" ", words) + "\n" + program.log());
            }
            return program.out();
        }
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
