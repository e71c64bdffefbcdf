package io.gantry.registry.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.resource.Identity;
import io.gantry.registry.store.Origin;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.StoredResource;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WantedStatusTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ClusterKind SERVICE = kind("InferenceService");
    private static final IntakeOutcome.Refused REFUSED =
            new IntakeOutcome.Refused(Intake.INVALID, "spec: wrong", Optional.empty());

    @Test
    void shouldSayARefusalOnceAndSinceWhen() {
        ObjectNode status =
                new WantedStatus(SERVICE, object(SERVICE, null))
                        .unlessShown(REFUSED, NOW)
                        .orElseThrow();

        assertThat(status.path("observedGeneration").asLong()).isEqualTo(7);
        assertThat(status.at("/conditions/0/lastTransitionTime").asText())
                .isEqualTo("2026-01-02T03:04:05Z");
        WantedStatus shown = new WantedStatus(SERVICE, object(SERVICE, status));
        assertThat(shown.unlessShown(REFUSED, NOW.plusSeconds(60))).isEmpty();

        IntakeOutcome.Refused other =
                new IntakeOutcome.Refused(Intake.INVALID, "spec: worse", Optional.empty());
        assertThat(shown.unlessShown(other, NOW.plusSeconds(60)))
                .hasValueSatisfying(now -> {
                    assertThat(now.at("/conditions/0/message").asText()).isEqualTo("spec: worse");
                    assertThat(now.at("/conditions/0/lastTransitionTime").asText())
                            .as("unready since then")
                            .isEqualTo("2026-01-02T03:04:05Z");
                    assertThat(now.path("conditions")).hasSize(1);
                });
    }

    @Test
    void shouldWriteTheGenerationThatWasTakenInWhateverTheRegistryCounts() {
        ObjectNode status = json("{\"observedGeneration\":3,\"url\":\"http://x\"}");

        assertThat(
                        new WantedStatus(SERVICE, object(SERVICE, null))
                                .unlessShown(new IntakeOutcome.Accepted(stored(status), true), NOW))
                .hasValueSatisfying(wanted ->
                        assertThat(wanted.path("observedGeneration").asLong()).isEqualTo(6));
    }

    /// The API server would drop it, and it would be missed each time.
    @Test
    void shouldLeaveOutWhatTheSchemaDoesNotKnow() {
        ClusterKind cache = kind("LocalModelCache");
        ObjectNode status = json("{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}]}");

        assertThat(
                        new WantedStatus(cache, object(cache, null))
                                .unlessShown(new IntakeOutcome.Accepted(stored(status), true), NOW))
                .isEmpty();
    }

    private static ClusterObject object(ClusterKind kind, @Nullable JsonNode status) {
        ObjectNode tree = json("{\"metadata\":{\"uid\":\"u\",\"generation\":7}}");
        if (status != null) {
            tree.set("status", status);
        }
        return new ClusterObject(kind.key("ns", "iris"), new GenericKubernetesResource(), tree);
    }

    private static StoredResource stored(ObjectNode status) {
        ObjectNode kept = KServeJson.mapper().createObjectNode();
        new Origin("u", 6).writeTo(kept);
        return new StoredResource(
                new ResourceKey("InferenceService", "ns", "iris"),
                new Identity(UUID.randomUUID(), 3, 9, 1, NOW),
                json("{}"),
                status,
                KServeJson.mapper().createArrayNode(),
                kept,
                false);
    }

    private static ClusterKind kind(String name) {
        return ClusterKind.all().stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) KServeJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
