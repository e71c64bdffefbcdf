package io.gantry.runtime.onnx.openai;

import io.gantry.runtime.onnx.serve.Inference;
import io.gantry.runtime.onnx.serve.ModelSlot;
import io.gantry.runtime.onnx.serve.ServedModel;
import io.gantry.runtime.onnx.serve.ServingMetrics;
import io.gantry.runtime.onnx.text.TextModel;
import io.gantry.runtime.server.openai.InvalidRequest;
import io.gantry.runtime.server.openai.OpenAiError;
import io.gantry.runtime.server.refusal.RefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// `/v1/embeddings`, and the address that KServe's server has for it.
@Path("/{prefix:(openai/)?}v1/embeddings")
@RunOnVirtualThread
class EmbeddingsResource {

    private final ModelSlot slot;
    private final Inference inference;
    private final ServingMetrics metrics;

    EmbeddingsResource(ModelSlot slot, Inference inference, ServingMetrics metrics) {
        this.slot = slot;
        this.inference = inference;
        this.metrics = metrics;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response embed(byte[] body) {
        EmbeddingsRequest request = metrics.preprocess(() -> EmbeddingsRequest.read(body));
        ServedModel served = slot.model(request.model());
        TextModel model =
                served.text()
                        .filter(TextModel::hasEmbeddings)
                        .orElseThrow(() ->
                                new InvalidRequest(
                                        "model",
                                        "The model %s makes no embeddings of text: ask it over V2."
                                                .formatted(served.name())));
        EmbeddingsResponse response =
                inference.compute(
                        request.input().size(),
                        () -> new EmbeddingCall(served.name(), model, request).answer());
        byte[] json = metrics.postprocess(() -> response.json(request.base64()));
        return Response.ok(json, MediaType.APPLICATION_JSON).build();
    }

    @ServerExceptionMapper
    public Response invalid(InvalidRequest invalid) {
        return OpenAiError.response(invalid);
    }

    @ServerExceptionMapper
    public Response refused(RefusedException refused) {
        return OpenAiError.response(refused);
    }
}
