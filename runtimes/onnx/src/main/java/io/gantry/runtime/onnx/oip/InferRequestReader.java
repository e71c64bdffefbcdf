package io.gantry.runtime.onnx.oip;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.server.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a V2 infer request: JSON, and behind it the binary data of those inputs that announce it.
final class InferRequestReader {

    private final byte[] body;
    private final int jsonLength;
    private final List<InputReader.Input> inputs = new ArrayList<>();
    private final List<InferRequest.Output> outputs = new ArrayList<>();
    private Optional<String> id = Optional.empty();
    private boolean binaryOutputs;

    private InferRequestReader(byte[] body, int jsonLength) {
        this.body = body;
        this.jsonLength = jsonLength;
    }

    /// @param headerLength the `Inference-Header-Content-Length`: where JSON ends and binary data
    ///   begins
    static InferRequest read(byte[] body, Optional<String> headerLength) {
        int length = headerLength.map(text -> length(text, body)).orElse(body.length);
        InferRequestReader reader = new InferRequestReader(body, length);
        Json.read(body, length, reader::document);
        return new InferRequest(reader.id, reader.tensors(), reader.outputs, reader.binaryOutputs);
    }

    private static int length(String header, byte[] body) {
        try {
            int length = Integer.parseInt(header.strip());
            if (length > 0 && length <= body.length) {
                return length;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the refusal that names the value.
        }
        throw badInput(
                "Inference-Header-Content-Length is %s, but the body has %d bytes of which it must be the JSON part."
                        .formatted(header, body.length));
    }

    private InferRequestReader document(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw badInput("The request is no JSON object with \"inputs\".");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "id" -> id = Optional.of(text(json, "id"));
                case "parameters" -> parameters(json.readValueAsTree());
                case "inputs" -> inputs(json);
                case "outputs" -> outputs(json.readValueAsTree());
                default -> json.skipChildren();
            }
        }
        if (inputs.isEmpty()) {
            throw badInput("The request has no \"inputs\".");
        }
        return this;
    }

    private void parameters(JsonNode parameters) {
        binaryOutputs = parameters.path("binary_data_output").asBoolean(false);
    }

    private void inputs(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw badInput("\"inputs\" is no array of tensors.");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            inputs.add(InputReader.read(json, inputs.size()));
        }
    }

    private void outputs(JsonNode wanted) {
        if (!wanted.isArray()) {
            throw badInput("\"outputs\" is no array of output names.");
        }
        for (JsonNode output : wanted) {
            if (!output.path("name").isTextual()) {
                throw badInput("outputs[%d] has no \"name\".".formatted(outputs.size()));
            }
            JsonNode binary = output.path("parameters").path("binary_data");
            outputs.add(
                    new InferRequest.Output(
                            output.path("name").asText(),
                            binary.isBoolean()
                                    ? Optional.of(binary.asBoolean())
                                    : Optional.empty()));
        }
    }

    /// Binary data lies behind the JSON in the order of the inputs that announce it.
    private List<Tensor> tensors() {
        ByteBuffer binary = ByteBuffer.wrap(body, jsonLength, body.length - jsonLength).slice();
        List<Tensor> tensors = new ArrayList<>();
        for (InputReader.Input input : inputs) {
            tensors.add(input.tensor(binary));
        }
        if (binary.hasRemaining()) {
            throw badInput(
                    "The body has %d bytes of binary data that no input's binary_data_size announces."
                            .formatted(binary.remaining()));
        }
        return tensors;
    }

    static String text(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw badInput("\"%s\" is no string.".formatted(field));
        }
        return json.getText();
    }
}
