package io.gantry.runtime.onnx.oip;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.gantry.runtime.onnx.tensor.BinaryTensor;
import io.gantry.runtime.onnx.tensor.DataType;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorData;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one tensor of a V2 infer request.
final class InputReader {

    /// An input with its values, or with how many bytes of the binary data are its values.
    sealed interface Input {

        /// The tensor; what it needs of the binary data it takes from there.
        Tensor tensor(ByteBuffer binary);

        record Inline(Tensor tensor) implements Input {
            @Override
            public Tensor tensor(ByteBuffer binary) {
                return tensor;
            }
        }

        record Binary(TensorSpec declared, int size) implements Input {
            @Override
            public Tensor tensor(ByteBuffer binary) {
                if (size < 0 || size > binary.remaining()) {
                    throw badInput(
                            "Input \"%s\" announces %d bytes of binary data, but %d are left in the body."
                                    .formatted(declared.name(), size, binary.remaining()));
                }
                ByteBuffer own = binary.slice(binary.position(), size);
                binary.position(binary.position() + size);
                return BinaryTensor.read(declared, own);
            }
        }
    }

    private final int index;
    private @Nullable String name;
    private @Nullable DataType datatype;
    private @Nullable Shape shape;
    private @Nullable Tensor data;
    private @Nullable TokenBuffer early;
    private int binarySize = -1;

    private InputReader(int index) {
        this.index = index;
    }

    static Input read(JsonParser json, int index) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw badInput("inputs[%d] is no object.".formatted(index));
        }
        InputReader reader = new InputReader(index);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            reader.field(field, json);
        }
        return reader.finish();
    }

    private void field(String field, JsonParser json) throws IOException {
        switch (field) {
            case "name" -> name = InferRequestReader.text(json, "name");
            case "datatype" -> datatype = datatype(InferRequestReader.text(json, "datatype"));
            case "shape" -> shape = shape(json);
            case "parameters" -> parameters(json.readValueAsTree());
            case "data" -> data(json);
            default -> json.skipChildren();
        }
    }

    private DataType datatype(String wire) {
        return DataType.named(wire)
                .orElseThrow(() ->
                        badInput(
                                "%s has the unknown datatype \"%s\": use one of %s."
                                        .formatted(label(), wire, List.of(DataType.values()))));
    }

    private Shape shape(JsonParser json) throws IOException {
        List<Long> dimensions = new ArrayList<>();
        boolean array = json.currentToken() == JsonToken.START_ARRAY;
        while (array && json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            dimensions.add(json.getLongValue());
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw badInput("%s has a \"shape\" that is no array of numbers.".formatted(label()));
        }
        return new Shape(dimensions);
    }

    private void parameters(JsonNode parameters) {
        JsonNode size = parameters.path("binary_data_size");
        if (!size.isMissingNode()) {
            binarySize = size.isInt() ? Math.max(0, size.asInt()) : Integer.MAX_VALUE;
        }
    }

    /// Values are read at once where their datatype is known, which every client's order of fields
    /// allows, and kept as tokens where it is not.
    private void data(JsonParser json) throws IOException {
        if (datatype != null) {
            data = TensorData.read(label(name), datatype, json);
        } else {
            early = new TokenBuffer(json);
            early.copyCurrentStructure(json);
        }
    }

    private Input finish() throws IOException {
        if (name == null || datatype == null || shape == null) {
            throw badInput(
                    "%s lacks \"%s\": a tensor has name, datatype, shape and data."
                            .formatted(
                                    label(),
                                    name == null
                                            ? "name"
                                            : datatype == null ? "datatype" : "shape"));
        }
        if (binarySize >= 0) {
            return new Input.Binary(new TensorSpec(name, datatype, shape), binarySize);
        }
        if (early != null) {
            try (JsonParser tokens = early.asParser()) {
                tokens.nextToken();
                data = TensorData.read(name, datatype, tokens);
            }
        }
        if (data == null) {
            throw badInput("%s has neither \"data\" nor binary_data_size.".formatted(label()));
        }
        return new Input.Inline(TensorData.shaped(data.named(name), shape));
    }

    private String label() {
        return name == null ? "inputs[%d]".formatted(index) : "Input \"%s\"".formatted(name);
    }

    private String label(@Nullable String known) {
        return known == null ? "inputs[%d]".formatted(index) : known;
    }
}
