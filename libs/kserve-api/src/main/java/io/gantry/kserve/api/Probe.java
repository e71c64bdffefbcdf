package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a container's health is asked for. Times are in seconds.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Probe(
        @Nullable HttpGetAction httpGet,
        @Nullable TcpSocketAction tcpSocket,
        @Nullable ExecAction exec,
        @Nullable Integer initialDelaySeconds,
        @Nullable Integer periodSeconds,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer successThreshold,
        @Nullable Integer failureThreshold,
        @Rest Map<String, JsonNode> unknown) {

    public Probe {
        unknown = Copies.unknown(unknown);
    }
}
