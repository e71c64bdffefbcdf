package io.gantry.infra.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said in one place holds in the others.
class OverlaysTest {

    private static final Path RULES = Path.of("monitoring/gantry-rules.yaml");
    private static final String LOADER_IMAGE = "GANTRY_DEPLOYER_KUBERNETES_LOADER_IMAGE";

    /// The deployer gives the pods of models the loader's image by a setting, which Kustomize's
    /// `images` does not see.
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldGivePodsTheLoaderThatRunsOnNodes(String overlay) throws Exception {
        List<JsonNode> documents = rendered(overlay);

        assertThat(variable(container(documents, "deployer"), LOADER_IMAGE))
                .isEqualTo(container(documents, "loader").path("image").asText());
    }

    /// Both have to mean one directory of the node.
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldGivePodsTheCacheOfTheNode(String overlay) throws Exception {
        List<JsonNode> documents = rendered(overlay);

        String cache =
                variable(container(documents, "deployer"), "GANTRY_DEPLOYER_KUBERNETES_NODE_CACHE");
        JsonNode volume =
                StreamSupport.stream(
                                document(documents, "DaemonSet", "loader")
                                        .at("/spec/template/spec/volumes")
                                        .spliterator(),
                                false)
                        .filter(each -> each.has("hostPath"))
                        .findFirst()
                        .orElseThrow();
        assertThat(volume.at("/hostPath/path").asText()).isEqualTo(cache);
        assertThat(variable(container(documents, "loader"), "GANTRY_LOADER_CACHE_DIRECTORY"))
                .isEqualTo(cache);
    }

    /// As `docs/operations.md` asks for.
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldGiveTheProxyTheTimeThatItTakesToEnd(String overlay) throws Exception {
        List<JsonNode> documents = rendered(overlay);

        JsonNode proxy = container(documents, "inference-proxy");
        assertThat(
                        document(documents, "Deployment", "inference-proxy")
                                .at("/spec/template/spec/terminationGracePeriodSeconds")
                                .asInt())
                .isGreaterThan(
                        seconds(variable(proxy, "GANTRY_PROXY_DRAIN_DELAY"))
                                + seconds(variable(proxy, "GANTRY_PROXY_DRAIN_TIMEOUT")));
    }

    /// One proxy has the places of a service, which the others have to reach.
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldLetProxiesReachEachOther(String overlay) throws Exception {
        List<JsonNode> documents = rendered(overlay);

        JsonNode host = setting(container(documents, "inference-proxy"), "GANTRY_PROXY_PEERS_HOST");
        assertThat(host.at("/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("status.podIP");
        assertThat(document(documents, "NetworkPolicy", "inference-proxy").at("/spec/egress"))
                .anySatisfy(rule -> {
                    assertThat(
                                    rule.at("/to/0/podSelector/matchLabels/app.kubernetes.io~1name")
                                            .asText())
                            .isEqualTo("inference-proxy");
                    assertThat(rule.at("/ports/0/port").asText()).isEqualTo("http");
                });
    }

    /// A Service, probes and network policies name ports; a name that no container has does
    /// nothing.
    @Test
    void shouldNamePortsThatContainersHave() throws Exception {
        for (JsonNode container : Kustomizations.containers(rendered("production"))) {
            Set<String> ports =
                    StreamSupport.stream(container.path("ports").spliterator(), false)
                            .map(port -> port.path("name").asText())
                            .collect(Collectors.toSet());
            assertThat(ports).containsExactly("http");
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("http");
            }
        }
    }

    /// Images of an own registry, as `docs/install.md` says.
    @Test
    void shouldTakeImagesFromWhereAnOverlaySays() throws Exception {
        Path mine =
                Kustomizations.overlay(
                        "registry",
                        "overlays/dev",
                        List.of(),
                        Files.readString(Path.of("../docs/install.md"))
                                .lines()
                                .dropWhile(line -> !line.equals("images:"))
                                .takeWhile(line -> !line.equals("```"))
                                .collect(Collectors.joining("\n")));

        List<JsonNode> documents = Kustomizations.rendered(mine);

        assertThat(Kustomizations.containers(documents))
                .hasSize(5)
                .allSatisfy(container ->
                        assertThat(container.path("image").asText())
                                .startsWith("registry.example.com/gantry/"));
        assertThat(variable(container(documents, "deployer"), LOADER_IMAGE))
                .startsWith("registry.example.com/gantry/loader");
    }

    /// Kustomize cannot put the one file's tree into the other's.
    @Test
    void shouldAlertThePrometheusOperatorAsPrometheus() throws IOException {
        String wanted =
                Files.readString(RULES)
                        .lines()
                        .map(line -> line.isEmpty() ? line : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));
        Path file = Kustomizations.DIRECTORY.resolve("components/prometheus/rules.yaml");
        String found = Files.readString(file);

        assertThat(found.substring(found.indexOf("\nspec:\n") + "\nspec:\n".length()))
                .as(
                        "below `spec:` of %s comes what `sed 's/^\\(.\\)/  \\1/' infra/%s` prints",
                        file, RULES)
                .isEqualTo(wanted);
    }

    private static List<JsonNode> rendered(String overlay) throws InterruptedException {
        return Kustomizations.rendered(Kustomizations.DIRECTORY.resolve("overlays/" + overlay));
    }

    private static JsonNode document(List<JsonNode> documents, String kind, String name) {
        return documents.stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .filter(each -> each.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode container(List<JsonNode> documents, String service) {
        return Kustomizations.containers(documents).stream()
                .filter(each -> each.path("name").asText().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private static String variable(JsonNode container, String name) {
        return setting(container, name).path("value").asText();
    }

    private static JsonNode setting(JsonNode container, String name) {
        return StreamSupport.stream(container.path("env").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int seconds(String duration) {
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }
}
