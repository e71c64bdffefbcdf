package io.gantry.runtime.onnx.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes a tensor's values as JSON, flat as V2 wants them or nested as V1 does.
public final class TensorFormat {

    private TensorFormat() {}

    /// All values in one array.
    public static void writeFlat(JsonGenerator json, Tensor tensor) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < tensor.size(); i++) {
            write(json, tensor, i);
        }
        json.writeEndArray();
    }

    /// Row `row` of the first dimension, nested as deep as the remaining ones. A tensor without
    /// dimensions is its own only row.
    public static void writeRow(JsonGenerator json, Tensor tensor, int row) throws IOException {
        Shape shape = tensor.shape();
        if (shape.rank() <= 1) {
            write(json, tensor, row);
            return;
        }
        int stride = (int) (tensor.size() / Math.max(1, shape.dimension(0)));
        writeNested(json, tensor, 1, row * stride, stride);
    }

    private static void writeNested(
            JsonGenerator json, Tensor tensor, int dimension, int from, int length)
            throws IOException {
        if (dimension == tensor.shape().rank()) {
            write(json, tensor, from);
            return;
        }
        int parts = (int) tensor.shape().dimension(dimension);
        json.writeStartArray();
        for (int i = 0; i < parts; i++) {
            int part = length / parts;
            writeNested(json, tensor, dimension + 1, from + i * part, part);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Tensor tensor, int index) throws IOException {
        switch (tensor) {
            case Tensor.Text text -> json.writeString(text.values().get(index));
            case Tensor.Numeric(_, var type, _, var values) ->
                    write(json, type, values, index * type.bytes());
        }
    }

    private static void write(JsonGenerator json, DataType type, ByteBuffer values, int at)
            throws IOException {
        switch (type) {
            case BOOL -> json.writeBoolean(values.get(at) != 0);
            case UINT8 -> json.writeNumber(values.get(at) & 0xff);
            case INT8 -> json.writeNumber(values.get(at));
            case UINT16 -> json.writeNumber(values.getShort(at) & 0xffff);
            case INT16 -> json.writeNumber(values.getShort(at));
            case UINT32 -> json.writeNumber(values.getInt(at) & 0xffff_ffffL);
            case INT32 -> json.writeNumber(values.getInt(at));
            case UINT64 -> json.writeNumber(Long.toUnsignedString(values.getLong(at)));
            case INT64 -> json.writeNumber(values.getLong(at));
            case FP16 -> json.writeNumber(Float.float16ToFloat(values.getShort(at)));
            case BF16 -> json.writeNumber(Values.fromBfloat16(values.getShort(at)));
            case FP32 -> json.writeNumber(values.getFloat(at));
            case FP64 -> json.writeNumber(values.getDouble(at));
            case BYTES -> throw new IllegalArgumentException("BYTES are no numbers");
        }
    }
}
