package io.gantry.registry.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.combine.Combination;
import io.gantry.kserve.rules.ResourceRules;
import io.gantry.registry.store.ResourceKey;
import io.gantry.registry.store.Resources;
import io.gantry.registry.store.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.stream.Stream;

/// Combines services with the configs that are stored, in a transaction or session of the caller's.
@ApplicationScoped
class LlmConfigs {

    static final String KIND = ResourceRules.LLM_CONFIG.kind();

    /// Where KServe keeps those that are for everybody.
    static final String SYSTEM = "kserve";

    /// Looked up late, because the resources look up their rules.
    private final Instance<Resources> resources;

    LlmConfigs(Instance<Resources> resources) {
        this.resources = resources;
    }

    Uni<Combination> combine(ObjectNode service) {
        String namespace = service.at("/metadata/namespace").asText("default");
        Uni<List<ObjectNode>> own = in(namespace);
        Uni<List<ObjectNode>> all =
                namespace.equals(SYSTEM)
                        ? own
                        : own.flatMap(ours ->
                                in(SYSTEM)
                                        .map(theirs ->
                                                Stream.concat(ours.stream(), theirs.stream())
                                                        .toList()));
        return all.map(configs -> Combination.of(service, configs));
    }

    private Uni<List<ObjectNode>> in(String namespace) {
        return resources
                .get()
                .all(new ResourceKey(KIND, namespace, ""))
                .map(stored -> stored.stream().map(StoredResource::tree).toList());
    }
}
