package io.gantry.bench.proxy;

import io.gantry.bench.KwokCluster;
import io.gantry.cli.CliException;
import io.gantry.cli.suite.Installation;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A request's way in Knative: its activator, which finds the revision's pods by a Kubernetes API,
/// and the queue-proxy in the pod. Both are built by Go from `testing/bench/knative`, which takes
/// some minutes the first time. Neither hears of an autoscaler.
final class Knative implements AutoCloseable {

    /// As the activator has it built in.
    private static final int ACTIVATOR_PORT = 8012;

    private static final int QUEUE_PORT = 25_380;

    /// So that the activator knows which revision a request is for; others pass them on.
    static final List<String> HEADERS =
            List.of("Knative-Serving-Namespace: default", "Knative-Serving-Revision: small");

    private static final String DEFINITION =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: revisions.serving.knative.dev}
            spec:
              group: serving.knative.dev
              names: {kind: Revision, plural: revisions}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: knative-serving}
            """;

    private static final String REVISION =
            """
            apiVersion: serving.knative.dev/v1
            kind: Revision
            metadata: {name: small, namespace: default}
            spec: {containerConcurrency: 0, timeoutSeconds: 300, containers: [{name: user-container, image: none}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: small-private, namespace: default, labels:
              {networking.internal.knative.dev/serviceType: Private, serving.knative.dev/revision: small,
               serving.knative.dev/revisionUID: small}}
            spec: {ports: [{name: http, port: 80, targetPort: %2$d}]}
            ---
            apiVersion: v1
            kind: Endpoints
            metadata: {name: small-private, namespace: default, labels:
              {networking.internal.knative.dev/serviceType: Private, serving.knative.dev/revision: small,
               serving.knative.dev/revisionUID: small}}
            subsets: [{addresses: [{ip: %1$s}], ports: [{name: http, port: %2$d}]}]
            """;

    private final KwokCluster cluster;
    private final Target target;

    private Knative(KwokCluster cluster, Target target) {
        this.cluster = cluster;
        this.target = target;
    }

    /// @param backend what the pod's container would be
    static Knative start(Path directory, Target backend) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path module = Installation.current().root().resolve("testing/bench");
        Path programs = module.resolve("target/knative");
        build(module.resolve("knative"), programs);
        KwokCluster cluster = KwokCluster.up(directory.resolve("cluster"), 0);
        try {
            describe(cluster, directory);
            Path script = directory.resolve("knative.sh");
            Files.writeString(script, script(cluster, programs, backend));
            Process process =
                    Target.start(List.of("sh", script.toString()), directory.resolve("log"));
            return new Knative(cluster, new Target("Knative", ACTIVATOR_PORT, 0, process));
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    Target target() {
        return target;
    }

    private static void build(Path sources, Path programs)
            throws IOException, InterruptedException {
        Process go =
                new ProcessBuilder(
                                Peers.program("go"),
                                "build",
                                "-C",
                                sources.toString(),
                                "-o",
                                programs + "/",
                                "knative.dev/serving/cmd/activator",
                                "knative.dev/serving/cmd/queue")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (go.waitFor() != 0) {
            throw CliException.failed("Knative cannot be built:%n%s".formatted(output));
        }
    }

    private static void describe(KwokCluster cluster, Path directory)
            throws IOException, InterruptedException {
        Path definitions = directory.resolve("definitions.yaml");
        String settings =
                Stream.of("logging", "observability", "network", "features", "defaults")
                        .map(
                                """
                                ---
                                apiVersion: v1
                                kind: ConfigMap
                                metadata: {name: config-%s, namespace: knative-serving}
                                """
                                        ::formatted)
                        .collect(Collectors.joining());
        Files.writeString(definitions, DEFINITION + settings);
        cluster.apply(definitions);
        cluster.awaitKind("revisions.serving.knative.dev");
        Path revision = directory.resolve("revision.yaml");
        Files.writeString(revision, REVISION.formatted(ownAddress(), QUEUE_PORT));
        cluster.apply(revision);
    }

    /// Endpoints may not be on loopback. No packet is sent for this.
    private static String ownAddress() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress("198.51.100.1", 9));
            InetAddress address = socket.getLocalAddress();
            if (address.isAnyLocalAddress()) {
                throw CliException.failed("This machine has no address but that of loopback");
            }
            return address.getHostAddress();
        }
    }

    private static String script(KwokCluster cluster, Path programs, Target backend) {
        Map<String, String> queue =
                Map.ofEntries(
                        Map.entry("CONTAINER_CONCURRENCY", "0"),
                        Map.entry("QUEUE_SERVING_PORT", Integer.toString(QUEUE_PORT)),
                        Map.entry("QUEUE_SERVING_TLS_PORT", Integer.toString(QUEUE_PORT + 1)),
                        Map.entry("USER_PORT", Integer.toString(backend.small())),
                        Map.entry("REVISION_TIMEOUT_SECONDS", "300"),
                        Map.entry("SERVING_LOGGING_CONFIG", ""),
                        Map.entry("SERVING_LOGGING_LEVEL", "error"),
                        Map.entry("SERVING_NAMESPACE", "default"),
                        Map.entry("SERVING_CONFIGURATION", "small"),
                        Map.entry("SERVING_REVISION", "small"),
                        Map.entry("SERVING_POD", "small-1"),
                        Map.entry("SERVING_POD_IP", "127.0.0.1"));
        Map<String, String> activator =
                Map.of(
                        "KUBECONFIG", cluster.kubeconfig().toString(),
                        "SYSTEM_NAMESPACE", "knative-serving",
                        "POD_NAME", "activator",
                        "POD_IP", "127.0.0.1",
                        "CONFIG_LOGGING_NAME", "config-logging",
                        "CONFIG_OBSERVABILITY_NAME", "config-observability");
        return """
        env %s %s/queue &
        env %s %s/activator &
        wait
        """
                .formatted(words(queue), programs, words(activator), programs);
    }

    private static String words(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(each -> "%s='%s'".formatted(each.getKey(), each.getValue()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() throws IOException {
        target.close();
        cluster.close();
    }
}
