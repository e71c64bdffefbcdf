package io.gantry.registry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
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

    /// The resource in a namespace, without its status and what only a server fills in: a manifest
    /// that was exported from somewhere is as good as one written by hand.
    ///
    /// @param namespace null for what belongs to no namespace
    public static ObjectNode asWritten(ObjectNode resource, @Nullable String namespace) {
        ObjectNode written = resource.deepCopy();
        written.remove("status");
        ObjectNode metadata = written.withObject("/metadata");
        metadata.remove(FILLED_IN_BY_SERVERS);
        metadata.remove("namespace");
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        return written;
    }

    /// The resource with the metadata that the registry fills in.
    public static ObjectNode complete(ObjectNode written, Identity identity) {
        ObjectNode complete = written.deepCopy();
        complete.withObject("/metadata")
                .put("uid", identity.uid().toString())
                .put("generation", identity.generation())
                .put("resourceVersion", Long.toString(identity.version()))
                .put(
                        "creationTimestamp",
                        identity.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
        return complete;
    }
}
