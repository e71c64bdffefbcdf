package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.Set;
import java.util.stream.Collectors;

/// LocalModelCaches (`pkg/webhook/admission/localmodelcache/localmodelcache_validator.go`).
///
/// Not here: that a cache in use cannot be deleted. KServe marks the services that use it, which
/// Gantry does not, since what a service refers to stays cached without it.
final class CacheRules implements KindRules {

    @Override
    public void validate(Change change, Findings findings) {
        sameSource(change, findings);
        Field uri = change.field().at("spec", "sourceModelUri");
        change.stored().of(ResourceRules.LOCAL_MODEL_CACHE.kind(), null).stream()
                .map(Field::root)
                .filter(other -> !name(other).equals(name(change.field())))
                .filter(other -> other.at("spec", "sourceModelUri").text().equals(uri.text()))
                .forEach(other ->
                        uri.wrong(
                                "LocalModelCache %s has the same StorageURI %s"
                                        .formatted(name(other), uri.text()),
                                "use that cache: one cache holds a model for all",
                                findings));
    }

    @Override
    public void warn(Change change, Findings findings) {
        nodeGroups(change, findings);
    }

    /// Of the CRD (`StorageUri is immutable`).
    static void sameSource(Change change, Findings findings) {
        Field uri = change.field().at("spec", "sourceModelUri");
        boolean changed =
                change.oldField()
                        .map(old -> !old.at("spec", "sourceModelUri").text().equals(uri.text()))
                        .orElse(false);
        if (changed) {
            uri.wrong(
                    "StorageUri is immutable",
                    "delete the cache and create another for the other model",
                    findings);
        }
    }

    /// Files are applied in any order, so that a group that is not there yet is no fault.
    static void nodeGroups(Change change, Findings findings) {
        Set<String> groups =
                change.stored().of(ResourceRules.LOCAL_MODEL_NODE_GROUP.kind(), null).stream()
                        .map(CacheRules::name)
                        .collect(Collectors.toSet());
        change.field().at("spec", "nodeGroups").elements().stream()
                .filter(group -> !groups.contains(group.text()))
                .forEach(group ->
                        group.wrong(
                                "NodeGroup %s not found".formatted(group.text()),
                                "apply the LocalModelNodeGroup, too",
                                findings));
    }

    private static String name(ObjectNode resource) {
        return name(Field.root(resource));
    }

    private static String name(Field resource) {
        return resource.at("metadata", "name").text();
    }
}
