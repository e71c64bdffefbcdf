package io.gantry.kserve.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What one document of a manifest turned out to be.
public sealed interface Manifest {

    /// An InferenceService, read but not yet validated.
    record OfInferenceService(InferenceService resource) implements Manifest {}

    /// A ServingRuntime or ClusterServingRuntime, read but not yet validated.
    record OfServingRuntime(ServingRuntime resource) implements Manifest {}

    /// A resource of another of KServe's kinds, as the tree that it is, not yet validated.
    record OfOther(ObjectNode resource) implements Manifest {

        public String apiVersion() {
            return resource.path("apiVersion").asText();
        }

        public String kind() {
            return resource.path("kind").asText();
        }

        /// The name, or the empty string where there is none.
        public String name() {
            return resource.path("metadata").path("name").asText("");
        }

        /// The namespace; null for what belongs to the cluster or where the manifest leaves it to
        /// the caller.
        public @Nullable String namespace() {
            String namespace = resource.path("metadata").path("namespace").asText("");
            return namespace.isEmpty() ? null : namespace;
        }
    }

    /// A well-formed resource that Gantry does not store; `why` says so and what to do with it.
    record Unsupported(String apiVersion, String kind, @Nullable String name, String why)
            implements Manifest {}

    /// A resource that Gantry stores, one of whose fields holds what it cannot hold.
    ///
    /// @param field the field's path, which the message starts with
    record Mistyped(String kind, @Nullable String name, String field, Malformed why)
            implements Manifest {}

    /// Not a resource at all; line and column count from 1.
    record Malformed(int line, int column, String message) implements Manifest {}
}
