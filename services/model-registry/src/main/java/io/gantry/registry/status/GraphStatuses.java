package io.gantry.registry.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.graph.Graph;
import io.gantry.kserve.api.Condition;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.graph.GraphSightings;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import io.gantry.registry.store.StatusSource;
import io.gantry.registry.store.StoredResource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The status of InferenceGraphs (`pkg/apis/serving/v1alpha1/inference_graph.go`), from that of
/// their services; KServe's is that of the router's pods alone. As there, one that is not ready has
/// no address.
@ApplicationScoped
class GraphStatuses implements StatusSource {

    private static final String STOPPED = "Stopped";

    private final GraphSightings sightings;
    private final Statuses services;
    private final RegistryConfig config;
    private final InstantSource time;

    GraphStatuses(
            GraphSightings sightings,
            Statuses services,
            RegistryConfig config,
            InstantSource time) {
        this.sightings = sightings;
        this.services = services;
        this.config = config;
        this.time = time;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(ResourceRules.INFERENCE_GRAPH.kind());
    }

    @Override
    public ObjectNode status(StoredResource resource) {
        String namespace = resource.key().scope();
        boolean stopped = Annotations.stopped(resource.manifest());
        GraphReadiness.Verdict ready =
                stopped
                        ? new GraphReadiness.Verdict(
                                Truth.FALSE,
                                STOPPED,
                                "Stopped by the annotation %s; remove it to start"
                                        .formatted(Annotations.STOP))
                        : new GraphReadiness(
                                        Graph.of(resource.manifest().path("spec")),
                                        namespace,
                                        service -> readiness(namespace, service))
                                .verdict();
        ObjectNode status = KServeJson.mapper().createObjectNode();
        status.put("observedGeneration", resource.identity().generation());
        status.put("deploymentMode", Annotations.deploymentMode(resource.manifest()));
        if (ready.truth() == Truth.TRUE) {
            ServiceKey key = new ServiceKey(namespace, resource.key().name());
            status.put("url", Composition.url(config.proxyUrl(), key));
        }
        condition(status, "Ready", ready, since(resource, ready.truth()));
        if (stopped) {
            condition(
                    status,
                    STOPPED,
                    new GraphReadiness.Verdict(Truth.TRUE, null, null),
                    since(resource, ready.truth()));
        }
        return status;
    }

    private static void condition(
            ObjectNode status, String type, GraphReadiness.Verdict verdict, String since) {
        ObjectNode condition =
                status.withArray("conditions")
                        .addObject()
                        .put("type", type)
                        .put("status", verdict.truth().text());
        if (verdict.reason() != null) {
            condition.put("reason", verdict.reason()).put("message", verdict.message());
        }
        condition.put("lastTransitionTime", since);
    }

    private Optional<Condition> readiness(String namespace, String name) {
        return sightings.service(namespace, name).map(this::readiness);
    }

    /// Unknown of what has nothing to run yet.
    private Condition readiness(InferenceServiceApplied service) {
        List<Condition> all =
                service.revisions().isEmpty() ? null : services.of(stored(service)).conditions();
        return Objects.requireNonNullElse(all, List.<Condition>of()).stream()
                .filter(each -> "Ready".equals(each.type()))
                .findFirst()
                .orElseGet(() -> Condition.of("Ready", Truth.UNKNOWN.text(), ""));
    }

    private static StoredService stored(InferenceServiceApplied service) {
        return new StoredService(
                new ServiceKey(service.namespace(), service.name()),
                UUID.nameUUIDFromBytes(service.uid().getBytes(StandardCharsets.UTF_8)),
                service.generation(),
                KServeJson.read(service.manifest(), InferenceService.class),
                service.revisions());
    }

    /// When it became as it is: what is stored tells, unless it tells of something else.
    private String since(StoredResource resource, Truth ready) {
        JsonNode stored = resource.status() == null ? null : resource.status().get("conditions");
        for (JsonNode condition : stored == null ? List.<JsonNode>of() : stored) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals(ready.text())
                    && condition.has("lastTransitionTime")) {
                return condition.path("lastTransitionTime").asText();
            }
        }
        return Finding.text(time.instant());
    }
}
