package io.gantry.runtime.onnx.oip;

import io.gantry.runtime.onnx.serve.ModelSlot;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;

/// The server itself: what it is, whether it lives, whether its model is ready.
@Path("/v2")
@NonBlocking
class ServerResource {

    private final ModelSlot slot;

    ServerResource(ModelSlot slot) {
        this.slot = slot;
    }

    /// @param extensions the optional parts of the protocol that this server has
    record ServerMetadata(String name, String version, List<String> extensions) {}

    record ModelList(List<String> models) {}

    @GET
    public ServerMetadata metadata() {
        return new ServerMetadata("gantry-onnx", "0.1.0", List.of("binary_tensor_data"));
    }

    @GET
    @Path("/health/live")
    public Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GET
    @Path("/health/ready")
    public RestResponse<Map<String, Boolean>> ready() {
        boolean ready = slot.isReady();
        return RestResponse.ResponseBuilder.create(
                        ready ? RestResponse.Status.OK : RestResponse.Status.SERVICE_UNAVAILABLE,
                        Map.of("ready", ready))
                .build();
    }

    @GET
    @Path("/models")
    public ModelList models() {
        return new ModelList(List.of(slot.modelName()));
    }
}
