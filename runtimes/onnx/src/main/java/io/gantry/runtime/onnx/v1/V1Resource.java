package io.gantry.runtime.onnx.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gantry.runtime.onnx.serve.Inference;
import io.gantry.runtime.onnx.serve.ModelSlot;
import io.gantry.runtime.onnx.serve.ServedModel;
import io.gantry.runtime.onnx.serve.ServingMetrics;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.server.http.Json;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// The `/v1/models` paths. KServe's clients and OpenAI's read the same addresses, so each answer
/// has the fields of both.
@Path("/v1/models")
@RunOnVirtualThread
class V1Resource {

    private static final String PREDICT = ":predict";

    private final ModelSlot slot;
    private final Inference inference;
    private final ServingMetrics metrics;

    V1Resource(ModelSlot slot, Inference inference, ServingMetrics metrics) {
        this.slot = slot;
        this.inference = inference;
        this.metrics = metrics;
    }

    /// @param models KServe's list
    /// @param data OpenAI's list
    record ModelList(List<String> models, String object, List<Card> data) {}

    /// A model that is ready, in the words of both.
    record Card(
            String name,
            boolean ready,
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {

        static Card of(ServedModel model) {
            return new Card(
                    model.name(),
                    true,
                    model.name(),
                    "model",
                    model.loadedAt().getEpochSecond(),
                    "gantry");
        }
    }

    @GET
    public ModelList models() {
        List<Card> ready =
                slot.isReady() ? List.of(Card.of(slot.model(slot.modelName()))) : List.of();
        return new ModelList(List.of(slot.modelName()), "list", ready);
    }

    @GET
    @Path("/{model}")
    public Card model(String model) {
        return Card.of(slot.model(model));
    }

    /// The verb behind the colon is taken apart here, because clients may send the colon as `%3A`.
    @POST
    @Path("/{call}")
    @Consumes(MediaType.WILDCARD)
    public Response call(String call, byte[] body) {
        if (!call.endsWith(PREDICT)) {
            throw new RefusedException(
                    Reason.UNKNOWN,
                    "There is nothing at /v1/models/%s: post to /v1/models/%s%s."
                            .formatted(call, slot.modelName(), PREDICT));
        }
        return predict(slot.model(call.substring(0, call.length() - PREDICT.length())), body);
    }

    private Response predict(ServedModel served, byte[] body) {
        List<Tensor> inputs =
                metrics.preprocess(() -> Instances.read(Json.readObject(body), served.inputs()));
        int rows = Math.toIntExact(inputs.getFirst().shape().dimension(0));
        List<Tensor> outputs = inference.compute(rows, () -> served.infer(inputs, List.of()));
        byte[] answer = metrics.postprocess(() -> Predictions.write(outputs));
        return Response.ok(answer, MediaType.APPLICATION_JSON).build();
    }
}
