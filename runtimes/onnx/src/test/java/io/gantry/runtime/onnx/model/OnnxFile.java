package io.gantry.runtime.onnx.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes tiny ONNX models as protobuf by hand, so that no model file is checked in. Field numbers
/// are those of onnx.proto.
public final class OnnxFile {

    public static final int FLOAT = 1;
    public static final int INT64 = 7;
    public static final int STRING = 8;

    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    private OnnxFile() {
        bytes(graph, 2, "test".getBytes(StandardCharsets.UTF_8));
    }

    public static OnnxFile model() {
        return new OnnxFile();
    }

    /// A model that returns its input `x` as `y`.
    public static OnnxFile identity(int elementType, long... shape) {
        return model().input("x", elementType, shape)
                .output("y", elementType, shape)
                .node("Identity", List.of("x"), "y");
    }

    /// A model that adds `a` and `b` of FP32 [-1,2].
    public static OnnxFile add() {
        return model().input("a", FLOAT, -1, 2)
                .input("b", FLOAT, -1, 2)
                .output("sum", FLOAT, -1, 2)
                .node("Add", List.of("a", "b"), "sum");
    }

    /// A model that answers with as many zeros as its caller wants.
    public static OnnxFile zeros() {
        return model().input("size", INT64, 2)
                .output("zeros", FLOAT, -1, -1)
                .node("ConstantOfShape", List.of("size"), "zeros");
    }

    /// A model that multiplies a zero matrix of the wanted size with itself many times, so that its
    /// caller decides how long it computes.
    public static OnnxFile slow() {
        OnnxFile model =
                model().input("size", INT64, 2)
                        .output("max", FLOAT, 1, 1)
                        .node("ConstantOfShape", List.of("size"), "p0");
        for (int i = 0; i < 64; i++) {
            model.node("MatMul", List.of("p" + i, "p0"), "p" + (i + 1));
        }
        model.node("ReduceMax", List.of("p64"), "max");
        return model;
    }

    public OnnxFile input(String name, int elementType, long... shape) {
        bytes(graph, 11, value(name, elementType, shape));
        return this;
    }

    public OnnxFile output(String name, int elementType, long... shape) {
        bytes(graph, 12, value(name, elementType, shape));
        return this;
    }

    public OnnxFile node(String operator, List<String> inputs, String output) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        inputs.forEach(input -> string(node, 1, input));
        string(node, 2, output);
        string(node, 4, operator);
        bytes(graph, 1, node.toByteArray());
        return this;
    }

    public byte[] toBytes() {
        ByteArrayOutputStream opset = new ByteArrayOutputStream();
        string(opset, 1, "");
        number(opset, 2, OPSET);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, IR_VERSION);
        bytes(model, 7, graph.toByteArray());
        bytes(model, 8, opset.toByteArray());
        return model.toByteArray();
    }

    /// Writes `model.onnx` into a directory, which it makes.
    public Path writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("model.onnx"), toBytes());
            return directory;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static byte[] value(String name, int elementType, long... shape) {
        ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
        for (long size : shape) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            if (size >= 0) {
                number(dimension, 1, size);
            } else {
                string(dimension, 2, "free");
            }
            bytes(dimensions, 1, dimension.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, elementType);
        bytes(tensor, 2, dimensions.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        bytes(type, 1, tensor.toByteArray());
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        string(info, 1, name);
        bytes(info, 2, type.toByteArray());
        return info.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, int field, String text) {
        bytes(out, field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] content) {
        varint(out, ((long) field << 3) | 2);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
