package io.gantry.registry.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightFormatsTest {

    /// Sizes of the files of Llama-3-8B's quantized checkpoints, which differ a little by what they
    /// keep beside the weights.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'quant_method': 'awq', 'bits': 4, 'group_size': 128}|5730000000",
                "{'quant_method': 'gptq', 'bits': 4, 'group_size': 128}|5730000000",
                "{'quant_method': 'fp8'}|9081280648",
                "{'quant_method': 'compressed-tensors', 'config_groups':"
                        + " {'group_0': {'weights': {'num_bits': 8, 'type': 'float', 'strategy': 'tensor'}}}}|9081280648",
                "{'quant_method': 'compressed-tensors', 'config_groups':"
                        + " {'group_0': {'weights': {'num_bits': 4, 'type': 'int', 'group_size': 128}}}}|5730000000"
            })
    void shouldKnowTheSizeOfQuantizedModels(String settings, long bytes) throws Exception {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config();
        config.set(
                "quantization_config", KServeJson.mapper().readTree(settings.replace('\'', '"')));

        assertThat(known(config, null).bytes(parameters())).isCloseTo(bytes, withinPercentage(1));
    }

    @ParameterizedTest
    @CsvSource({
        "FP32, 32121044992",
        "BF16, 16060522496",
        "FP16, 16060522496",
        "FP8, 9081266176",
        "INT8, 9081266176",
        "INT4, 5727846400"
    })
    void shouldTakeTheTypeThatIsAskedFor(Dtype dtype, long bytes) {
        assertThat(known(PublishedModel.LLAMA_3_8B.config(), dtype).bytes(parameters()))
                .isCloseTo(bytes, withinPercentage(0.1));
    }

    @Test
    void shouldAssumeSixteenBitsWhereNothingIsSaid() {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config();
        config.remove("torch_dtype");

        assertThat(known(config, null).activations()).isEqualTo(Dtype.BF16);
        assertThat(known(config, null).source()).isEqualTo(WeightFormat.Source.ASSUMED);
        assertThat(known(config.put("dtype", "float32"), null).activations()).isEqualTo(Dtype.FP32);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'quant_method': 'bitsandbytes'}|config.quantization_config.quant_method|bitsandbytes",
                "{'bits': 4}|config.quantization_config.quant_method|sizes are known for awq",
                "{'quant_method': 'awq'}|config.quantization_config|bits",
                "{'quant_method': 'compressed-tensors'}|config.quantization_config.config_groups.group_0.weights|is missing"
            })
    void shouldNameWhatItDoesNotKnow(String settings, String field, String message)
            throws Exception {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config();
        config.set(
                "quantization_config", KServeJson.mapper().readTree(settings.replace('\'', '"')));

        var unknown = (WeightFormats.Reading.Unknown) WeightFormats.of(config, null);
        assertThat(unknown.why().field()).isEqualTo(field);
        assertThat(unknown.why().message()).contains(message);
    }

    @Test
    void shouldRefuseToQuantizeWhatIsQuantized() {
        var refused =
                (WeightFormats.Reading.Refused)
                        WeightFormats.of(PublishedModel.DEEPSEEK_V3.config(), Dtype.INT4);

        assertThat(refused.error().field()).isEqualTo("dtype");
        assertThat(refused.error().message()).contains("int4", "fp8", "leave dtype out");
    }

    private static Parameters parameters() {
        return PublishedModel.LLAMA_3_8B.read().architecture().parameters();
    }

    private static WeightFormat known(ObjectNode config, @Nullable Dtype dtype) {
        return ((WeightFormats.Reading.Known) WeightFormats.of(config, dtype)).format();
    }
}
