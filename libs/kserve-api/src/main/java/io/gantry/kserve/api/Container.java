package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container of a runtime, predictor, transformer or explainer.
///
/// What a process on this machine needs is typed; the rest (volumeMounts, securityContext, ...) is
/// in `unknown` and is merged and written like it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Container(
        @Nullable String name,
        @Nullable String image,
        @Nullable List<String> command,
        @Nullable List<String> args,
        @Nullable String workingDir,
        @Nullable List<EnvVar> env,
        @Nullable List<ContainerPort> ports,
        @Nullable Resources resources,
        @Nullable Probe readinessProbe,
        @Nullable Probe livenessProbe,
        @Nullable Probe startupProbe,
        @Rest Map<String, JsonNode> unknown) {

    public Container {
        command = Copies.list(command);
        args = Copies.list(args);
        env = Copies.list(env);
        ports = Copies.list(ports);
        unknown = Copies.unknown(unknown);
    }

    /// The environment variables, empty if there are none.
    public List<EnvVar> envOrEmpty() {
        return env == null ? List.of() : env;
    }
}
