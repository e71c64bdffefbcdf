package io.gantry.runtime.onnx.v1;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorFormat;
import io.gantry.runtime.server.http.Json;
import java.io.IOException;
import java.util.List;

/// Turns outputs into V1's rows: the values of the only output, or objects with a row of each.
final class Predictions {

    private Predictions() {}

    static byte[] write(List<Tensor> outputs) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("predictions");
            int rows = outputs.stream().mapToInt(Predictions::rows).max().orElse(0);
            for (int row = 0; row < rows; row++) {
                write(json, outputs, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, List<Tensor> outputs, int row)
            throws IOException {
        if (outputs.size() == 1) {
            TensorFormat.writeRow(json, outputs.getFirst(), row);
            return;
        }
        json.writeStartObject();
        for (Tensor output : outputs) {
            if (row < rows(output)) {
                json.writeFieldName(output.name());
                TensorFormat.writeRow(json, output, row);
            }
        }
        json.writeEndObject();
    }

    private static int rows(Tensor tensor) {
        Shape shape = tensor.shape();
        return shape.rank() == 0 ? 1 : Math.toIntExact(shape.dimension(0));
    }
}
