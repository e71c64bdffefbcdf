package io.gantry.infra.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A real API server takes all of `infra/kubernetes`, refuses what it does not know, and its nodes
/// get the pods.
class InstallIT {

    private static final Path OF_KSERVE =
            Path.of(
                    System.getProperty("gantry.conformance.dir", ""),
                    "kserve/crds/serving.kserve.io_clusterservingruntimes.yaml");
    private static final String SERVER_SIDE = "--server-side";

    @TempDir private static @Nullable Path scratch;
    private static @Nullable TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.open(directory(), "--nodes", "4");
        List<Path> definitions = definitions();
        for (Path each : definitions) {
            kubectl("apply", SERVER_SIDE, "--recursive", "-f", each.toString());
        }
        if (!definitions.isEmpty()) {
            kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s");
        }
        apply(Kustomizations.DIRECTORY.resolve("base"));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /// Pods that the namespace does not admit would never be there.
    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
    void shouldRollOutEveryService(String kustomization) throws Exception {
        apply(Kustomizations.DIRECTORY.resolve(kustomization));

        for (String service : List.of("model-registry", "deployer", "inference-proxy", "monitor")) {
            kubectl("-n", "gantry", "rollout", "status", "deployment", service, "--timeout=120s");
        }
        kubectl("-n", "gantry-loader", "rollout", "status", "daemonset/loader", "--timeout=120s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "istio", "gateway", "kafka", "postgres", "loader-peers"})
    void shouldTakeTheComponent(String component) throws Exception {
        Path overlay = Kustomizations.overlay(component, "base", List.of(component), "");

        assumeAllIsKnown(apply(overlay));
    }

    @ParameterizedTest
    @ValueSource(strings = {"network-policies", "several-nodes", "prometheus", "istio"})
    void shouldTakeWhatANamespaceOfModelsGets(String part) throws Exception {
        Path directory = Kustomizations.DIRECTORY.resolve("serving-namespace/" + part);

        assumeAllIsKnown(apply(directory, "-n", "default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtimes", "runtimes/variants"})
    void shouldTakeTheRuntimes(String runtimes) throws Exception {
        assumeAllIsKnown(apply(Kustomizations.DIRECTORY.resolve(runtimes)));
    }

    /// Or all of the above would show nothing.
    @Test
    void shouldBeAskedInAWayThatFindsMistakes() throws Exception {
        List<JsonNode> documents = rendered(Kustomizations.DIRECTORY.resolve("base"));
        documents.stream()
                .filter(each -> each.path("kind").asText().equals("DaemonSet"))
                .forEach(each -> ((ObjectNode) each.at("/spec/template/spec")).put("nodes", "all"));

        assertThatThrownBy(() -> apply(documents)).hasMessageContaining("nodes");
    }

    /// The namespace is what holds services to `restricted`, also those that come later.
    @Test
    void shouldNotAdmitALooserPodBesideTheServices() {
        assertThatThrownBy(() -> kubectl("-n", "gantry", "run", "loose", "--image", "loose"))
                .hasMessageContaining("violates PodSecurity \"restricted");
    }

    @ParameterizedTest
    @CsvSource({
        "gantry-deployer,       patch,  apps,                deployments,       '',              true",
        "gantry-deployer,       create, '',                  pods,              '',              false",
        "gantry-deployer,       get,    '',                  secrets,           '',              true",
        "gantry-deployer,       list,   '',                  secrets,           '',              false",
        "gantry-deployer,       patch,  coordination.k8s.io, leases,            gantry-deployer, true",
        "gantry-deployer,       patch,  coordination.k8s.io, leases,            another,         false",
        "gantry-deployer,       get,    serving.kserve.io,   inferenceservices, '',              false",
        "gantry-model-registry, watch,  serving.kserve.io,   inferenceservices, '',              true",
        "gantry-model-registry, update, serving.kserve.io,   inferenceservices, '',              false",
        "gantry-model-registry, get,    '',                  secrets,           '',              false",
        "gantry-model-registry, create, apps,                deployments,       '',              false",
    })
    void shouldLetAServiceDoWhatItNeedsAndNoMore(
            String account,
            String verb,
            String group,
            String resource,
            String name,
            boolean allowed)
            throws Exception {
        String who = "system:serviceaccount:gantry:" + account;

        assertThat(may(who, verb, group, resource, name)).isEqualTo(allowed);
    }

    /// As the ClusterRoles `edit` and `view` of Kubernetes say of its own kinds.
    @ParameterizedTest
    @CsvSource({
        "edit, create, inferenceservices,      true",
        "edit, create, clusterservingruntimes, false",
        "view, watch,  inferenceservices,      true",
        "view, delete, inferenceservices,      false",
    })
    void shouldLetPeopleDoWithModelsWhatTheyMayWithTheNamespace(
            String role, String verb, String resource, boolean allowed) throws Exception {
        String who = "%s-%s-%s".formatted(role, verb, resource);

        kubectl("create", "rolebinding", who, "-n", "gantry", "--clusterrole", role, "--user", who);

        // By then the binding is in effect, and roles have been put together.
        await().until(() ->
                may(
                        who,
                        role.equals("edit") ? "create" : "watch",
                        "serving.kserve.io",
                        "inferenceservices",
                        ""));
        assertThat(may(who, verb, "serving.kserve.io", resource, "")).isEqualTo(allowed);
    }

    /// What everybody may who is anybody: ask what it may.
    @ParameterizedTest
    @CsvSource({"gantry, gantry-inference-proxy", "gantry, gantry-monitor"})
    void shouldLetTheOthersDoNothing(String namespace, String account) throws Exception {
        assertThat(permissions(namespace, account)).isEqualTo(permissions(namespace, "nobody"));
    }

    @Test
    void shouldLetLoadersReadNodesAndDoNothingElse() throws Exception {
        List<String> loaders = permissions("gantry-loader", "gantry-loader").lines().toList();

        assertThat(loaders)
                .filteredOn(line -> line.startsWith("nodes "))
                .singleElement()
                .asString()
                .endsWith("[get]");
        assertThat(loaders)
                .filteredOn(line -> !line.startsWith("nodes "))
                .containsExactlyInAnyOrderElementsOf(
                        permissions("gantry-loader", "nobody").lines().toList());
    }

    private static String permissions(String namespace, String account)
            throws InterruptedException {
        String who = "system:serviceaccount:%s:%s".formatted(namespace, account);
        return kubectl("auth", "can-i", "--list", "-n", namespace, "--as", who);
    }

    private static boolean may(String who, String verb, String group, String resource, String name)
            throws IOException, InterruptedException {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
        review.putObject("spec")
                .put("user", who)
                .putObject("resourceAttributes")
                .put("namespace", "gantry")
                .put("verb", verb)
                .put("group", group)
                .put("resource", resource)
                .put("name", name);
        String file = file(List.of(review)).toString();
        return Boolean.parseBoolean(
                kubectl("create", "-f", file, "-o", "jsonpath={.status.allowed}"));
    }

    private static void assumeAllIsKnown(Set<String> missing) {
        assumeTrue(
                missing.isEmpty(),
                "SKIPPED: no definitions of %s are here, so that what is of them was not checked; all else was"
                        .formatted(missing));
    }

    private static Set<String> apply(Path kustomization, String... more)
            throws IOException, InterruptedException {
        return apply(rendered(kustomization), more);
    }

    /// Applies what the cluster has the definitions of.
    ///
    /// @return the API groups of what it has not
    private static Set<String> apply(List<JsonNode> documents, String... more)
            throws IOException, InterruptedException {
        Set<String> known = groups();
        Map<Boolean, List<JsonNode>> parts =
                documents.stream()
                        .collect(Collectors.partitioningBy(each -> known.contains(group(each))));
        List<String> words =
                new ArrayList<>(
                        List.of("apply", SERVER_SIDE, "--force-conflicts", "--validate=strict"));
        words.addAll(List.of("-f", file(parts.getOrDefault(true, List.of())).toString()));
        words.addAll(List.of(more));
        if (!parts.getOrDefault(true, List.of()).isEmpty()) {
            kubectl(words.toArray(String[]::new));
        }
        return parts.getOrDefault(false, List.of()).stream()
                .map(InstallIT::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path file(List<JsonNode> documents) throws IOException {
        Path file = Files.createTempFile(directory(), "manifests", ".yaml");
        return Files.writeString(file, Kustomizations.text(documents));
    }

    private static List<JsonNode> rendered(Path kustomization) throws InterruptedException {
        return Kustomizations.documents(kubectl("kustomize", kustomization.toString()));
    }

    /// Of resources that are not Kubernetes' own, as far as they are to be had here.
    private static List<Path> definitions() throws InterruptedException {
        List<Path> definitions = new ArrayList<>();
        if (Files.exists(OF_KSERVE)) {
            definitions.add(OF_KSERVE);
        }
        for (CrdModules module : CrdModules.values()) {
            module.directory().ifPresent(definitions::add);
        }
        return definitions;
    }

    private static String group(JsonNode document) {
        String version = document.path("apiVersion").asText();
        return version.substring(0, Math.max(0, version.indexOf('/')));
    }

    /// What the API server knows, `` for what is as old as Kubernetes.
    private static Set<String> groups() throws InterruptedException {
        return kubectl("api-versions")
                .lines()
                .map(version -> version.substring(0, Math.max(0, version.indexOf('/'))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String kubectl(String... words) throws InterruptedException {
        if (cluster == null) {
            throw new IllegalStateException("there is no cluster yet");
        }
        return cluster.kubectl(words);
    }

    private static Path directory() {
        if (scratch == null) {
            throw new IllegalStateException("there is no directory yet");
        }
        return scratch;
    }
}
