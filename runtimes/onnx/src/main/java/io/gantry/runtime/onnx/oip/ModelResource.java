package io.gantry.runtime.onnx.oip;

import io.gantry.runtime.onnx.serve.Inference;
import io.gantry.runtime.onnx.serve.ModelSlot;
import io.gantry.runtime.onnx.serve.ServedModel;
import io.gantry.runtime.onnx.serve.ServingMetrics;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One model over V2, with and without its version in the path.
@Path("/v2/models/{model}")
@RunOnVirtualThread
class ModelResource {

    private final ModelSlot slot;
    private final Inference inference;
    private final ServingMetrics metrics;

    ModelResource(ModelSlot slot, Inference inference, ServingMetrics metrics) {
        this.slot = slot;
        this.inference = inference;
        this.metrics = metrics;
    }

    record Readiness(String name, boolean ready) {}

    @GET
    public ModelMetadata metadata(String model) {
        return ModelMetadata.of(slot.model(model));
    }

    @GET
    @Path("/versions/{version}")
    public ModelMetadata metadata(String model, String version) {
        return ModelMetadata.of(slot.model(model, version));
    }

    @GET
    @Path("/ready")
    public Readiness ready(String model) {
        return new Readiness(slot.model(model).name(), true);
    }

    @GET
    @Path("/versions/{version}/ready")
    public Readiness ready(String model, String version) {
        return new Readiness(slot.model(model, version).name(), true);
    }

    @POST
    @Path("/infer")
    @Consumes(MediaType.WILDCARD)
    public Response infer(
            String model,
            @HeaderParam(InferResponse.HEADER_LENGTH) @Nullable String headerLength,
            byte[] body) {
        return infer(slot.model(model), Optional.ofNullable(headerLength), body);
    }

    @POST
    @Path("/versions/{version}/infer")
    @Consumes(MediaType.WILDCARD)
    public Response infer(
            String model,
            String version,
            @HeaderParam(InferResponse.HEADER_LENGTH) @Nullable String headerLength,
            byte[] body) {
        return infer(slot.model(model, version), Optional.ofNullable(headerLength), body);
    }

    private Response infer(ServedModel model, Optional<String> headerLength, byte[] body) {
        InferRequest request =
                metrics.preprocess(() -> InferRequestReader.read(body, headerLength));
        List<Tensor> outputs =
                inference.compute(
                        request.rows(), () -> model.infer(request.inputs(), request.wanted()));
        return metrics.postprocess(() -> InferResponse.of(model, request, outputs));
    }
}
