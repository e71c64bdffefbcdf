package io.gantry.registry.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gantry.kserve.api.Container;
import io.gantry.kserve.api.ServingRuntime;
import io.gantry.kserve.api.ServingRuntimeSpec;
import io.gantry.kserve.api.SupportedModelFormat;
import io.gantry.kserve.defaults.Defaulting;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A runtime as a person wants to read it: what it serves.
@Schema(name = "Runtime", description = "A runtime and what it serves")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
record RuntimeView(
        String name,
        @Schema(
                        type = SchemaType.STRING,
                        enumeration = {"cluster", "namespace"},
                        description = "Who can use it")
                String scope,
        @Schema(description = "The one that can use it; absent when all can")
                @Nullable String namespace,
        @Schema(description = "The formats that it takes") List<Format> formats,
        @Schema(description = "The protocols that it speaks; when empty, it is taken to speak any")
                List<String> protocolVersions,
        @Schema(description = "Whether no model may use it") boolean disabled,
        @Schema(description = "Of the container that serves") @Nullable String image,
        @Nullable String createdAt) {

    RuntimeView {
        formats = List.copyOf(formats);
        protocolVersions = List.copyOf(protocolVersions);
    }

    static RuntimeView of(ServingRuntime runtime) {
        ServingRuntimeSpec spec = runtime.spec();
        var metadata = runtime.metadata();
        return new RuntimeView(
                runtime.name(),
                runtime.clusterWide() ? "cluster" : "namespace",
                runtime.namespace(),
                spec == null || spec.supportedModelFormats() == null
                        ? List.of()
                        : spec.supportedModelFormats().stream().map(Format::of).toList(),
                spec == null || spec.protocolVersions() == null
                        ? List.of()
                        : spec.protocolVersions(),
                spec != null && Boolean.TRUE.equals(spec.disabled()),
                spec == null || spec.containers() == null
                        ? null
                        : serving(spec.containers()).map(Container::image).orElse(null),
                metadata == null ? null : metadata.creationTimestamp());
    }

    private static Optional<Container> serving(List<Container> containers) {
        return containers.stream()
                .filter(container -> Defaulting.PREDICTOR_CONTAINER.equals(container.name()))
                .findFirst()
                .or(() -> containers.stream().findFirst());
    }

    /// @param version null when it does not matter
    /// @param autoSelect whether the runtime is chosen for it unasked
    /// @param priority the highest is chosen; null for the lowest
    @Schema(name = "RuntimeFormat")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Format(
            @Nullable String name,
            @Nullable String version,
            @Schema(description = "Whether the runtime is chosen for it unasked")
                    boolean autoSelect,
            @Schema(description = "Of several runtimes, the one with the highest is chosen")
                    @Nullable Integer priority) {

        static Format of(SupportedModelFormat format) {
            return new Format(
                    format.name(),
                    format.version(),
                    Boolean.TRUE.equals(format.autoSelect()),
                    format.priority());
        }
    }
}
