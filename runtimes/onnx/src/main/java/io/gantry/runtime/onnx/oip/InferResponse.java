package io.gantry.runtime.onnx.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gantry.runtime.onnx.serve.ServedModel;
import io.gantry.runtime.onnx.tensor.BinaryTensor;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorFormat;
import io.gantry.runtime.server.http.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Writes a V2 infer response.
final class InferResponse {

    static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private final ServedModel model;
    private final InferRequest request;
    private final List<ByteBuffer> binary = new ArrayList<>();

    private InferResponse(ServedModel model, InferRequest request) {
        this.model = model;
        this.request = request;
    }

    static Response of(ServedModel model, InferRequest request, List<Tensor> outputs) {
        InferResponse response = new InferResponse(model, request);
        byte[] json = Json.write(generator -> response.write(generator, outputs));
        if (response.binary.isEmpty()) {
            return Response.ok(json, MediaType.APPLICATION_JSON).build();
        }
        return Response.ok(response.behind(json), MediaType.APPLICATION_OCTET_STREAM)
                .header(HEADER_LENGTH, json.length)
                .build();
    }

    private void write(JsonGenerator json, List<Tensor> outputs) throws IOException {
        json.writeStartObject();
        json.writeStringField("model_name", model.name());
        json.writeStringField("model_version", model.version());
        if (request.id().isPresent()) {
            json.writeStringField("id", request.id().get());
        }
        json.writeArrayFieldStart("outputs");
        for (Tensor output : outputs) {
            write(json, output);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Tensor output) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", output.name());
        json.writeStringField("datatype", output.datatype().name());
        json.writeFieldName("shape");
        long[] shape = output.shape().toArray();
        json.writeArray(shape, 0, shape.length);
        if (request.isBinary(output.name())) {
            ByteBuffer bytes = BinaryTensor.write(output);
            binary.add(bytes);
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", bytes.remaining());
            json.writeEndObject();
        } else {
            json.writeFieldName("data");
            TensorFormat.writeFlat(json, output);
        }
        json.writeEndObject();
    }

    private byte[] behind(byte[] json) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(json.length + 1024);
        body.writeBytes(json);
        for (ByteBuffer bytes : binary) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            body.writeBytes(copy);
        }
        return body.toByteArray();
    }
}
