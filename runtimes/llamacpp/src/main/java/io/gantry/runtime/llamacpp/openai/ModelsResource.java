package io.gantry.runtime.llamacpp.openai;

import io.gantry.runtime.llamacpp.engine.Engine;
import io.gantry.runtime.llamacpp.serve.ModelSlot;
import io.gantry.runtime.server.openai.OpenAiError;
import io.gantry.runtime.server.refusal.RefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// `/v1/models`.
@Path("/{prefix:(openai/)?}v1/models")
@RunOnVirtualThread
class ModelsResource {

    private final ModelSlot slot;

    ModelsResource(ModelSlot slot) {
        this.slot = slot;
    }

    /// @param max_model_len vLLM's field: tokens of a prompt and its answer together
    record Model(String id, String object, long created, String owned_by, int max_model_len) {}

    record Models(String object, List<Model> data) {}

    @GET
    @Operation(summary = "List the one model there is")
    public Models all() {
        return new Models("list", List.of(describe(slot.engine())));
    }

    @GET
    @Path("/{model}")
    @Operation(summary = "Describe a model")
    public Model one(@PathParam("model") String model) {
        return describe(slot.engine(model));
    }

    @ServerExceptionMapper
    public Response refused(RefusedException refused) {
        return OpenAiError.response(refused);
    }

    private Model describe(Engine engine) {
        return new Model(
                slot.modelName(),
                "model",
                slot.started().getEpochSecond(),
                "gantry",
                engine.maxTokens());
    }
}
