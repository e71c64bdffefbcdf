package io.gantry.runtime.onnx.v1;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.runtime.onnx.model.Inputs;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorData;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Turns V1's rows into tensors: each instance is one row of the model's only input, or an object
/// with one row for each input.
final class Instances {

    private Instances() {}

    static List<Tensor> read(JsonNode request, List<TensorSpec> inputs) {
        JsonNode instances = request.path("instances");
        if (!instances.isArray() || instances.isEmpty()) {
            throw badInput("The request has no \"instances\", an array with one entry a row.");
        }
        if (inputs.size() == 1 && !instances.get(0).isObject()) {
            return List.of(tensor(inputs.getFirst(), instances));
        }
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec input : inputs) {
            tensors.add(tensor(input, column(input, inputs, instances)));
        }
        return tensors;
    }

    private static ArrayNode column(TensorSpec input, List<TensorSpec> inputs, JsonNode instances) {
        ArrayNode column = JsonNodeFactory.instance.arrayNode(instances.size());
        for (int row = 0; row < instances.size(); row++) {
            JsonNode value = instances.get(row).path(input.name());
            if (value.isMissingNode()) {
                throw badInput(
                        "instances[%d] has no \"%s\": each instance is an object with a row for each of %s."
                                .formatted(row, input.name(), Inputs.describe(inputs)));
            }
            column.add(value);
        }
        return column;
    }

    private static Tensor tensor(TensorSpec input, JsonNode rows) {
        try (JsonParser parser = rows.traverse()) {
            parser.nextToken();
            return TensorData.read(input.name(), input.datatype(), parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
