package io.gantry.runtime.onnx.tensor;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The raw form of the binary tensor data extension: little-endian numbers one after the other, and
/// every string behind its length in four bytes.
public final class BinaryTensor {

    private BinaryTensor() {}

    /// A tensor of exactly these bytes, which it keeps.
    public static Tensor read(TensorSpec declared, ByteBuffer bytes) {
        if (declared.datatype() == DataType.BYTES) {
            return Tensor.checked(
                    new Tensor.Text(declared.name(), declared.shape(), strings(declared, bytes)));
        }
        if (bytes.remaining() % declared.datatype().bytes() != 0) {
            throw badInput(
                    "Input \"%s\" has %d bytes of binary data, no multiple of the %d bytes of one %s."
                            .formatted(
                                    declared.name(),
                                    bytes.remaining(),
                                    declared.datatype().bytes(),
                                    declared.datatype()));
        }
        return Tensor.checked(
                new Tensor.Numeric(declared.name(), declared.datatype(), declared.shape(), bytes));
    }

    public static ByteBuffer write(Tensor tensor) {
        return switch (tensor) {
            case Tensor.Numeric numeric -> numeric.values().duplicate();
            case Tensor.Text text -> write(text.values());
        };
    }

    private static ByteBuffer write(List<String> values) {
        List<byte[]> encoded =
                values.stream().map(value -> value.getBytes(StandardCharsets.UTF_8)).toList();
        int length = encoded.stream().mapToInt(value -> Integer.BYTES + value.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        encoded.forEach(value -> bytes.putInt(value.length).put(value));
        return bytes.flip();
    }

    private static List<String> strings(TensorSpec declared, ByteBuffer from) {
        ByteBuffer bytes = from.slice().order(ByteOrder.LITTLE_ENDIAN);
        List<String> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw badInput(
                        "The binary data of input \"%s\" ends within string %d: each is its length in 4 little-endian bytes, then that many bytes."
                                .formatted(declared.name(), values.size()));
            }
            values.add(string(declared, bytes.slice(bytes.position(), length)));
            bytes.position(bytes.position() + length);
        }
        return values;
    }

    private static String string(TensorSpec declared, ByteBuffer utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException notText) {
            throw badInput(
                    "A string of input \"%s\" is not UTF-8, the only text encoding this server takes."
                            .formatted(declared.name()));
        }
    }
}
