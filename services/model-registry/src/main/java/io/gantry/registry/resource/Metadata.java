package io.gantry.registry.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.ObjectMeta;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Metadata as its author writes it, and as the registry completes it.
public final class Metadata {

    static final Set<String> FILLED_IN_BY_SERVERS =
            Set.of(
                    "uid",
                    "generation",
                    "resourceVersion",
                    "creationTimestamp",
                    "managedFields",
                    "selfLink",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds");

    private Metadata() {}

    /// The metadata in a namespace, without what only a server fills in: a manifest that was
    /// exported from somewhere is as good as one written by hand.
    ///
    /// @param namespace null for what belongs to no namespace
    public static ObjectMeta asWritten(ObjectMeta metadata, @Nullable String namespace) {
        Map<String, JsonNode> rest = new HashMap<>(metadata.unknown());
        rest.keySet().removeAll(FILLED_IN_BY_SERVERS);
        return new ObjectMeta(
                metadata.name(),
                namespace,
                null,
                null,
                null,
                null,
                metadata.labels(),
                metadata.annotations(),
                rest);
    }

    /// The metadata in another namespace.
    ///
    /// @param namespace null for what belongs to no namespace
    public static ObjectMeta in(@Nullable String namespace, @Nullable ObjectMeta metadata) {
        ObjectMeta given = metadata == null ? ObjectMeta.named(null, "") : metadata;
        return new ObjectMeta(
                given.name(),
                namespace,
                given.uid(),
                given.generation(),
                given.resourceVersion(),
                given.creationTimestamp(),
                given.labels(),
                given.annotations(),
                given.unknown());
    }

    /// The metadata with what the registry fills in.
    public static ObjectMeta complete(ObjectMeta written, Identity identity) {
        return new ObjectMeta(
                written.name(),
                written.namespace(),
                identity.uid().toString(),
                identity.generation(),
                Long.toString(identity.resourceVersion()),
                identity.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                written.labels(),
                written.annotations(),
                written.unknown());
    }
}
