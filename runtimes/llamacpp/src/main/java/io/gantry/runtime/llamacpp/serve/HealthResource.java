package io.gantry.runtime.llamacpp.serve;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// `/health` as vLLM and llama.cpp's server have it: 200 when the model is ready, 503 before.
@Path("/health")
@NonBlocking
class HealthResource {

    private final ModelSlot slot;

    HealthResource(ModelSlot slot) {
        this.slot = slot;
    }

    @GET
    @Operation(summary = "Tell whether the model is ready")
    public Response health() {
        return Response.status(slot.isReady() ? 200 : 503).build();
    }
}
