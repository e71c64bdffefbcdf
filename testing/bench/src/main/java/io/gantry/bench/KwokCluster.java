package io.gantry.bench;

import io.gantry.cli.CliException;
import io.gantry.cli.suite.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A control plane of `infra/testcluster` with nodes that nobody has.
public final class KwokCluster implements AutoCloseable {

    private static final int GPUS_PER_NODE = 16;

    private final Path directory;

    private KwokCluster(Path directory) {
        this.directory = directory;
    }

    /// @param directory is made, and must not be there
    public static KwokCluster up(Path directory, int nodes)
            throws IOException, InterruptedException {
        KwokCluster cluster = new KwokCluster(directory);
        cluster.command(
                "up",
                "--nodes",
                Integer.toString(nodes),
                "--gpus-per-node",
                Integer.toString(GPUS_PER_NODE));
        return cluster;
    }

    public Path kubeconfig() {
        return directory.resolve("kubeconfig/admin.yaml");
    }

    public void createNamespace(String name) throws IOException, InterruptedException {
        command("kubectl", "create", "namespace", name);
    }

    /// Applies manifests, once their kinds are known.
    public void apply(Path manifests) throws IOException, InterruptedException {
        command("kubectl", "apply", "-f", manifests.toString());
    }

    public void awaitKind(String definition) throws IOException, InterruptedException {
        command("kubectl", "wait", "--for=condition=Established", "crd/" + definition);
    }

    @Override
    public void close() throws IOException {
        try {
            command("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.failed("Interrupted: the cluster goes on in " + directory);
        }
    }

    private void command(String name, String... arguments)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Installation.current()
                                        .root()
                                        .resolve("infra/testcluster/testcluster")
                                        .toString(),
                                name,
                                "--dir",
                                directory.toString()));
        words.addAll(List.of(arguments));
        Path log = Files.createTempFile("gantry-bench-", ".log");
        int exit =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw CliException.failed(
                    "testcluster %s ended with %d:%n%s"
                            .formatted(name, exit, Files.readString(log)));
        }
        Files.delete(log);
    }
}
