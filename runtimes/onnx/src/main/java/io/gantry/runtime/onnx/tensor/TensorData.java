package io.gantry.runtime.onnx.tensor;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads the JSON values of one tensor, flat or nested, straight into their final bytes.
public final class TensorData {

    private final String name;
    private final DataType datatype;
    private final Nesting nesting = new Nesting();
    private final Values numbers;
    private final List<String> strings = new ArrayList<>();

    private TensorData(String name, DataType datatype) {
        this.name = name;
        this.datatype = datatype;
        this.numbers = new Values(datatype);
    }

    /// Reads the value the parser stands on. The shape is that of the nested arrays.
    public static Tensor read(String name, DataType datatype, JsonParser parser)
            throws IOException {
        TensorData data = new TensorData(name, datatype);
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            data.array(parser, 0);
        } else {
            data.value(parser, 0);
        }
        if (data.nesting.isRagged()) {
            throw badInput(
                    "The arrays in the data of input \"%s\" differ in length or depth: a tensor's rows are all alike."
                            .formatted(name));
        }
        Shape shape = data.nesting.shape();
        return datatype == DataType.BYTES
                ? new Tensor.Text(name, shape, data.strings)
                : new Tensor.Numeric(name, datatype, shape, data.numbers.finish());
    }

    /// Gives the tensor the shape its sender declared, which flat data may have freely and nested
    /// data must confirm.
    public static Tensor shaped(Tensor read, Shape declared) {
        if (read.shape().rank() > 1 && !read.shape().equals(declared)) {
            throw badInput(
                    "Input \"%s\" has the shape %s, but its data is nested as %s."
                            .formatted(read.name(), declared, read.shape()));
        }
        return Tensor.checked(
                switch (read) {
                    case Tensor.Numeric(var name, var type, _, var values) ->
                            new Tensor.Numeric(name, type, declared, values);
                    case Tensor.Text(var name, _, var values) ->
                            new Tensor.Text(name, declared, values);
                });
    }

    private void array(JsonParser parser, int depth) throws IOException {
        nesting.open(depth);
        long count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                array(parser, depth + 1);
            } else {
                value(parser, depth + 1);
            }
            count++;
        }
        nesting.close(depth, count);
    }

    private void value(JsonParser parser, int depth) throws IOException {
        nesting.value(depth);
        boolean taken =
                switch (parser.currentToken()) {
                    case VALUE_NUMBER_INT -> whole(parser);
                    case VALUE_NUMBER_FLOAT -> numbers.add(parser.getDoubleValue());
                    case VALUE_TRUE -> truth(1);
                    case VALUE_FALSE -> truth(0);
                    case VALUE_STRING -> string(parser.getText());
                    case null, default -> false;
                };
        if (!taken) {
            throw badInput(
                    "Input \"%s\" has the value %s, which is no %s."
                            .formatted(
                                    name,
                                    shown(parser),
                                    datatype == DataType.BYTES ? "BYTES (a string)" : datatype));
        }
    }

    private boolean whole(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> numbers.add(parser.getLongValue());
            case BIG_INTEGER -> numbers.add(parser.getBigIntegerValue());
            case FLOAT, DOUBLE, BIG_DECIMAL -> false;
        };
    }

    private boolean truth(long value) {
        return datatype == DataType.BOOL && numbers.add(value);
    }

    private boolean string(String value) {
        if (datatype == DataType.BYTES) {
            return strings.add(value);
        }
        // JSON has no literals for these three, so they are strings both ways.
        return switch (value) {
            case "NaN" -> numbers.add(Double.NaN);
            case "Infinity" -> numbers.add(Double.POSITIVE_INFINITY);
            case "-Infinity" -> numbers.add(Double.NEGATIVE_INFINITY);
            default -> false;
        };
    }

    private static String shown(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "{...}";
            case VALUE_STRING -> {
                String text = parser.getText();
                yield text.length() <= 40
                        ? '"' + text + '"'
                        : '"' + text.substring(0, 40) + "...\"";
            }
            case null, default -> String.valueOf(parser.getText());
        };
    }
}
