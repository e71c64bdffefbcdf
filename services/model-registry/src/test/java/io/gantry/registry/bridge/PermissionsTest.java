package io.gantry.registry.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The manifests give the bridge what it needs, and no more.
class PermissionsTest {

    private static final Path ROLE =
            Path.of("../../infra/kubernetes/registry-bridge/cluster-role.yaml");

    @Test
    void shouldNameTheKindsThatTheRegistryStores() throws IOException {
        List<PolicyRule> rules = rules();

        assertThat(resources(rules, "list"))
                .containsExactlyInAnyOrderElementsOf(
                        ClusterKind.all().stream().map(kind -> kind.type().plural()).toList());
        assertThat(resources(rules, "update"))
                .containsExactlyInAnyOrderElementsOf(
                        ClusterKind.all().stream()
                                .filter(kind -> kind.version().statusSubresource())
                                .map(kind -> kind.type().plural() + "/status")
                                .toList());
        assertThat(resources(rules, "create")).containsExactly("events");
    }

    private static List<String> resources(List<PolicyRule> rules, String verb) {
        return rules.stream()
                .filter(rule -> rule.getVerbs().contains(verb))
                .map(PolicyRule::getResources)
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<PolicyRule> rules() throws IOException {
        String text = Files.readString(ROLE);
        return Serialization.unmarshal(
                        text.substring(0, text.indexOf("\n---\n")), ClusterRole.class)
                .getRules();
    }
}
