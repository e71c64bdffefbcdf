package io.gantry.runtime.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.runtime.onnx.tensor.BinaryTensor;
import io.gantry.runtime.onnx.tensor.DataType;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import io.gantry.runtime.server.refusal.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelTest {

    private static final Path SAMPLE = Path.of(System.getProperty("gantry.sample-model"));

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "1,FP32", "2,UINT8", "3,INT8", "5,INT16", "6,INT32", "7,INT64", "9,BOOL", "10,FP16",
        "11,FP64", "16,BF16"
    })
    void shouldReturnTheSameBytesThroughAnIdentity(int elementType, DataType datatype)
            throws Exception {
        // Given
        ByteBuffer values = ByteBuffer.allocate(6 * datatype.bytes());
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (byte) (datatype == DataType.BOOL ? i % 2 : i));
        }
        Tensor input = new Tensor.Numeric("x", datatype, Shape.of(2, 3), values);
        try (OnnxModel model = load(OnnxFile.identity(elementType, -1, 3))) {
            // When
            List<Tensor> outputs = model.run(List.of(input), List.of("y"));
            // Then
            assertThat(model.inputs())
                    .containsExactly(new TensorSpec("x", datatype, Shape.of(-1, 3)));
            assertThat(outputs).containsExactly(input.named("y"));
        }
    }

    @Test
    void shouldReturnTheSameStringsThroughAnIdentity() throws Exception {
        // Given
        Tensor input = new Tensor.Text("x", Shape.of(2, 2), List.of("a", "", "ü 😀", "d"));
        try (OnnxModel model = load(OnnxFile.identity(OnnxFile.STRING, -1, 2))) {
            // When
            List<Tensor> outputs = model.run(List.of(input), List.of("y"));
            // Then
            assertThat(outputs).containsExactly(input.named("y"));
        }
    }

    @Test
    void shouldTakeATensorWithoutValues() throws Exception {
        // Given
        Tensor input =
                new Tensor.Numeric("x", DataType.FP32, Shape.of(0, 3), ByteBuffer.allocate(0));
        try (OnnxModel model = load(OnnxFile.identity(OnnxFile.FLOAT, -1, 3))) {
            // When, Then
            assertThat(model.run(List.of(input), List.of("y"))).containsExactly(input.named("y"));
        }
    }

    @Test
    void shouldBlameTheRequestForValuesTheModelCannotWorkOn() throws Exception {
        // Given
        Tensor tooDeep =
                BinaryTensor.read(
                        new TensorSpec("size", DataType.INT64, Shape.of(2)),
                        ByteBuffer.wrap(
                                new byte[] {
                                    -1, -1, -1, -1, -1, -1, -1, -1, 1, 0, 0, 0, 0, 0, 0, 0
                                }));
        try (OnnxModel model = load(OnnxFile.slow())) {
            // When, Then
            assertThatThrownBy(() -> model.run(List.of(tooDeep), List.of("max")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith(
                            "The model could not compute its outputs from size INT64[2]: ");
        }
    }

    @Test
    void shouldSayThatATruncatedFileIsNotWhole() throws IOException {
        // Given
        byte[] whole = Files.readAllBytes(SAMPLE.resolve("model.onnx"));
        Path file = directory.resolve("model.onnx");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        // When, Then
        assertThatThrownBy(() -> OnnxModel.load(file, 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageStartingWith(
                        file
                                + " ("
                                + whole.length / 2
                                + " bytes) is not a whole ONNX model: it is truncated or of another format, fetch it again")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "<html><body>404</body></html>|is not an ONNX model but HTML or XML, beginning \"<html>",
                "{\"error\":\"gated\"}|is not an ONNX model but JSON, beginning \"{\"error",
                "version https://git-lfs.github.com/spec/v1|Git LFS pointer",
                "PK plainly something else|is not a whole ONNX model",
            })
    void shouldSayWhatAFileIsThatIsNoModel(String content, String explanation) throws IOException {
        // Given
        Path file = directory.resolve("model.onnx");
        Files.writeString(file, content);
        // When, Then
        assertThatThrownBy(() -> OnnxModel.load(file, 1))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(explanation);
    }

    @Test
    void shouldSayWhichOperatorIsUnknown() {
        // Given
        OnnxFile unknown =
                OnnxFile.model()
                        .input("x", OnnxFile.FLOAT, 1)
                        .output("y", OnnxFile.FLOAT, 1)
                        .node("Levitate", List.of("x"), "y");
        // When, Then
        assertThatThrownBy(() -> load(unknown))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("model.onnx")
                .hasMessageContaining("Levitate");
    }

    @Test
    void shouldRefuseAnInputThatJavaCannotGive() {
        // Given
        int uint64 = 13;
        // When, Then
        assertThatThrownBy(() -> load(OnnxFile.identity(uint64, 1)))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageStartingWith("The model's input \"x\" is ")
                .hasMessageContaining("UINT64");
    }

    private OnnxModel load(OnnxFile file) throws UnusableModelException {
        return OnnxModel.load(file.writeTo(directory).resolve("model.onnx"), 1);
    }
}
