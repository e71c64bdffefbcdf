package io.gantry.runtime.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.gantry.runtime.server.refusal.RefusedException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TensorPropertyTest {

    private static final JsonFactory JSON = new JsonFactory();

    @Property
    void shouldReadFlatWhatItWroteFlat(@ForAll("tensors") Tensor tensor) throws IOException {
        // When
        String json = write(tensor, TensorFormat::writeFlat);
        // Then
        assertThat(TensorData.shaped(read(tensor, json), tensor.shape())).isEqualTo(tensor);
    }

    @Property
    void shouldReadNestedWhatItWroteByRows(@ForAll("tensors") Tensor tensor) throws IOException {
        // When
        String json = write(tensor, TensorPropertyTest::writeRows);
        // Then
        assertThat(read(tensor, json)).isEqualTo(tensor);
    }

    @Property
    void shouldReadBinaryWhatItWroteBinary(@ForAll("tensors") Tensor tensor) {
        // When
        ByteBuffer bytes = BinaryTensor.write(tensor);
        // Then
        TensorSpec spec = new TensorSpec(tensor.name(), tensor.datatype(), tensor.shape());
        assertThat(BinaryTensor.read(spec, bytes)).isEqualTo(tensor);
    }

    @Property
    void shouldRefuseAShapeOfAnotherSize(@ForAll("tensors") Tensor tensor) throws IOException {
        // Given
        String json = write(tensor, TensorFormat::writeFlat);
        Tensor flat = read(tensor, json);
        // When, Then
        assertThatThrownBy(() -> TensorData.shaped(flat, Shape.of(tensor.size() + 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("its data has " + tensor.size());
    }

    @Provide
    Arbitrary<Tensor> tensors() {
        Arbitrary<Shape> shapes =
                Arbitraries.longs().between(1, 4).list().ofMinSize(1).ofMaxSize(3).map(Shape::new);
        Arbitrary<Tensor> numeric =
                Combinators.combine(
                                Arbitraries.of(DataType.class)
                                        .filter(type -> type != DataType.BYTES),
                                shapes,
                                Arbitraries.longs().array(long[].class).ofSize(64))
                        .as(TensorPropertyTest::numeric);
        Arbitrary<Tensor> text =
                Combinators.combine(shapes, Arbitraries.strings().list().ofSize(64))
                        .as((shape, strings) ->
                                new Tensor.Text(
                                        "x", shape, clean(strings.subList(0, shape.elements()))));
        return Arbitraries.oneOf(numeric, text);
    }

    /// Any bits are a number, except that a NaN keeps no payload through JSON and a truth is 0 or
    /// 1.
    private static Tensor numeric(DataType type, Shape shape, long[] bits) {
        Values values = new Values(type);
        for (int i = 0; i < shape.elements(); i++) {
            ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            raw.putLong(0, bits[i]);
            boolean fits =
                    switch (type) {
                        case BOOL -> values.add(bits[i] & 1);
                        case INT8 -> values.add(raw.get(0));
                        case INT16 -> values.add(raw.getShort(0));
                        case INT32 -> values.add(raw.getInt(0));
                        case UINT8 -> values.add(raw.get(0) & 0xff);
                        case UINT16 -> values.add(raw.getShort(0) & 0xffff);
                        case UINT32 -> values.add(raw.getInt(0) & 0xffff_ffffL);
                        case UINT64 -> values.add(new BigInteger(Long.toUnsignedString(bits[i])));
                        case INT64 -> values.add(bits[i]);
                        case FP16 -> values.add(plain(Float.float16ToFloat(raw.getShort(0))));
                        case BF16 -> values.add(plain(Values.fromBfloat16(raw.getShort(0))));
                        case FP32 -> values.add(plain(raw.getFloat(0)));
                        case FP64 -> values.add(plain(raw.getDouble(0)));
                        case BYTES -> false;
                    };
            assertThat(fits).isTrue();
        }
        return new Tensor.Numeric("x", type, shape, values.finish());
    }

    private static double plain(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    /// Half a surrogate pair is no text in any encoding.
    private static List<String> clean(List<String> strings) {
        return strings.stream().map(text -> text.replaceAll("\\p{Cs}", "")).toList();
    }

    private static Tensor read(Tensor like, String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            return TensorData.read(like.name(), like.datatype(), parser);
        }
    }

    private static void writeRows(JsonGenerator json, Tensor tensor) throws IOException {
        json.writeStartArray();
        for (int row = 0; row < tensor.shape().dimension(0); row++) {
            TensorFormat.writeRow(json, tensor, row);
        }
        json.writeEndArray();
    }

    private static String write(Tensor tensor, Writing writing) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.write(json, tensor);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Writing {
        void write(JsonGenerator json, Tensor tensor) throws IOException;
    }
}
