package io.gantry.runtime.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.gantry.runtime.server.refusal.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorDataTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8|[128]|Input \"x\" has the value 128, which is no INT8.",
                "INT8|[-129]|Input \"x\" has the value -129, which is no INT8.",
                "UINT8|[-1]|Input \"x\" has the value -1, which is no UINT8.",
                "UINT32|[4294967296]|Input \"x\" has the value 4294967296, which is no UINT32.",
                "UINT64|[18446744073709551616]|Input \"x\" has the value 18446744073709551616, which is no UINT64.",
                "UINT64|[-1]|Input \"x\" has the value -1, which is no UINT64.",
                "INT64|[1.5]|Input \"x\" has the value 1.5, which is no INT64.",
                "INT64|[9223372036854775808]|Input \"x\" has the value 9223372036854775808, which is no INT64.",
                "FP32|[true]|Input \"x\" has the value true, which is no FP32.",
                "FP32|[null]|Input \"x\" has the value null, which is no FP32.",
                "FP32|[\"1\"]|Input \"x\" has the value \"1\", which is no FP32.",
                "FP32|[{\"a\":1}]|Input \"x\" has the value {...}, which is no FP32.",
                "BOOL|[2]|Input \"x\" has the value 2, which is no BOOL.",
                "BYTES|[1]|Input \"x\" has the value 1, which is no BYTES (a string).",
                "FP32|[[1,2],[3]]|The arrays in the data of input \"x\" differ in length or depth: a tensor's rows are all alike.",
                "FP32|[[1,2],3]|The arrays in the data of input \"x\" differ in length or depth: a tensor's rows are all alike.",
                "FP32|[3,[1,2]]|The arrays in the data of input \"x\" differ in length or depth: a tensor's rows are all alike.",
                "FP32|[[],[1]]|The arrays in the data of input \"x\" differ in length or depth: a tensor's rows are all alike.",
            })
    void shouldNameTheValueThatDoesNotFit(DataType type, String json, String explanation) {
        // When, Then
        assertThatThrownBy(() -> read(type, json))
                .isInstanceOf(RefusedException.class)
                .hasMessage(explanation);
    }

    @Test
    void shouldReadTheThreeNumbersThatJsonHasNoLiteralsFor() throws IOException {
        // When
        ByteBuffer values =
                ((Tensor.Numeric) read(DataType.FP64, "[\"NaN\",\"Infinity\",\"-Infinity\"]"))
                        .values();
        // Then
        assertThat(values.getDouble(0)).isNaN();
        assertThat(values.getDouble(8)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(values.getDouble(16)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void shouldTakeNumbersAsTruths() throws IOException {
        // When, Then
        assertThat(read(DataType.BOOL, "[0,1]")).isEqualTo(read(DataType.BOOL, "[false,true]"));
    }

    @Test
    void shouldRefuseNestingThatContradictsTheShape() throws IOException {
        // Given
        Tensor nested = read(DataType.FP32, "[[1,2],[3,4]]");
        // When, Then
        assertThatThrownBy(() -> TensorData.shaped(nested, Shape.of(4, 1)))
                .hasMessage("Input \"x\" has the shape [4,1], but its data is nested as [2,2].");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-1", "2147483648", "65536,65536"})
    void shouldRefuseAShapeThatNoTensorCanHave(String dimensions) throws IOException {
        // Given
        Tensor flat = read(DataType.FP32, "[1]");
        Shape shape =
                Shape.of(
                        java.util.Arrays.stream(dimensions.split(","))
                                .mapToLong(Long::parseLong)
                                .toArray());
        // When, Then
        assertThatThrownBy(() -> TensorData.shaped(flat, shape))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(
                        "Input \"x\" has the shape [%s], which no tensor can have", dimensions);
    }

    private static Tensor read(DataType type, String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return TensorData.read("x", type, parser);
        }
    }
}
