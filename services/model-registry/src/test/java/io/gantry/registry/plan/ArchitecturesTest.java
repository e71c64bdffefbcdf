package io.gantry.registry.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.problem.Problem.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitecturesTest {

    @ParameterizedTest
    @EnumSource
    void shouldCountTheWeightsOfPublishedModels(PublishedModel model) {
        assertThat(model.read().architecture().parameters().total()).isEqualTo(model.parameters());
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowWhatTheirCacheKeepsOfAToken(PublishedModel model) {
        assertThat(model.read().architecture().kv().perToken() * 2)
                .isEqualTo(model.kvBytesPerToken());
    }

    /// Tokens that a sequence of 32,768 keeps, over all layers.
    @ParameterizedTest
    @CsvSource({
        "LLAMA_3_8B, 1048576", // 32 × 32768
        "MISTRAL_7B, 131072", // 32 × 4096
        "MIXTRAL_8X7B, 1048576",
        "QWEN_2_5_7B, 917504", // 28 × 32768; its window is switched off
        "GEMMA_2_9B, 774144", // 21 × 32768 + 21 × 4096
        "GEMMA_3_1B, 142336", // 4 × 32768 + 22 × 512
        "DEEPSEEK_V3, 1998848", // 61 × 32768
        "BERT_BASE, 0"
    })
    void shouldKeepNoMoreThanTheWindow(PublishedModel model, long tokens) {
        KvShape kv = model.read().architecture().kv();

        assertThat(kv.perSequence(32_768, 1)).isEqualTo(tokens * kv.heads() * kv.perHead());
    }

    /// GPUs share the heads, and hold copies where there are more of them; a latent vector is held
    /// whole by each.
    @ParameterizedTest
    @CsvSource({"LLAMA_3_8B, 1, 8", "LLAMA_3_8B, 4, 2", "LLAMA_3_8B, 16, 1", "DEEPSEEK_V3, 8, 1"})
    void shouldShareTheCacheByItsHeads(PublishedModel model, int gpus, long heads) {
        KvShape kv = model.read().architecture().kv();

        assertThat(kv.perSequence(10, gpus)).isEqualTo(heads * kv.perHead() * kv.layers() * 10);
    }

    @Test
    void shouldTakeWindowsFromTheLayersTypes() {
        ObjectNode config = PublishedModel.QWEN_3_8B.config();
        config.put("num_hidden_layers", 3).put("sliding_window", 1024);
        config.putArray("layer_types")
                .add("sliding_attention")
                .add("full_attention")
                .add("sliding_attention");

        assertThat(known(config).kv()).isEqualTo(new KvShape(8, 256, 1, 2, 1024));
    }

    @Test
    void shouldCountLateWindowsOnly() {
        ObjectNode config = PublishedModel.QWEN_2_5_7B.config();
        config.put("use_sliding_window", true).put("max_window_layers", 20);

        assertThat(known(config).kv()).isEqualTo(new KvShape(4, 256, 20, 8, 131_072));
        config.remove("max_window_layers");
        assertThat(unknown(config).field()).isEqualTo("config.max_window_layers");
    }

    /// Of 48 layers those with an odd index have experts, but for the two named among them.
    @Test
    void shouldCountLayersWithoutExperts() {
        ObjectNode config = PublishedModel.QWEN_3_30B_A3B.config();
        config.put("decoder_sparse_step", 2);
        config.putArray("mlp_only_layers").add(1).add(3).add(4);

        long dense = 3L * 2048 * 6144;
        long mixed = 128L * 3 * 2048 * 768 + 128 * 2048;
        long before = PublishedModel.QWEN_3_30B_A3B.read().architecture().parameters().total();
        assertThat(known(config).parameters().total())
                .isEqualTo(before - 48 * mixed + 22 * mixed + 26 * dense);
    }

    @Test
    void shouldCountOptionalBiases() {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config();
        config.put("attention_bias", true).put("mlp_bias", true);

        assertThat(known(config).parameters().other())
                .isEqualTo(
                        65L * 4096 + 32 * ((32 + 2 * 8) * 128 + 4096) + 32 * (2 * 14_336 + 4096));
    }

    @ParameterizedTest
    @CsvSource({
        "LLAMA_3_8B, num_hidden_layers",
        "LLAMA_3_8B, vocab_size",
        "MISTRAL_7B, num_key_value_heads",
        "MISTRAL_7B, intermediate_size",
        "MIXTRAL_8X7B, num_local_experts",
        "QWEN_3_30B_A3B, moe_intermediate_size",
        "GEMMA_2_9B, sliding_window",
        "DEEPSEEK_V3, kv_lora_rank",
        "PHI_2, hidden_size",
        "BERT_BASE, max_position_embeddings",
        "DISTILBERT, dim"
    })
    void shouldNameTheFieldThatIsMissing(PublishedModel model, String field) {
        ObjectNode config = model.config();
        config.remove(field);

        assertThat(Architectures.read(config))
                .isEqualTo(
                        new ArchitectureReading.Unknown(
                                new FieldError("config." + field, "is missing")));
    }

    @Test
    void shouldNameWhatItDoesNotKnow() {
        ObjectNode other = PublishedModel.LLAMA_3_8B.config().put("model_type", "mamba");
        ObjectNode linear = PublishedModel.QWEN_3_8B.config().put("num_hidden_layers", 1);
        linear.putArray("layer_types").add("linear_attention");
        ObjectNode mixed = PublishedModel.DEEPSEEK_V3.config().put("moe_layer_freq", 2);

        assertThat(unknown(other).message()).startsWith("is \"mamba\"; models are counted of");
        assertThat(unknown(linear).field()).isEqualTo("config.layer_types");
        assertThat(unknown(linear).message()).contains("linear_attention");
        assertThat(unknown(mixed).field()).isEqualTo("config.moe_layer_freq");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_size|\"4096\"|must be a whole number from 1",
                "hidden_size|0|must be a whole number from 1",
                "num_attention_heads|32.5|must be a whole number from 1",
                "vocab_size|99999999999999999999|must be a whole number from 1",
                "tie_word_embeddings|1|must be true or false",
                "layer_types|[\"full_attention\"]|must be a list of num_hidden_layers texts"
            })
    void shouldRefuseWhatNoModelHas(String field, String value, String message) throws Exception {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config();
        config.set(field, KServeJson.mapper().readTree(value));

        assertThat(Architectures.read(config)).isInstanceOf(ArchitectureReading.Wrong.class);
        List<FieldError> errors = ((ArchitectureReading.Wrong) Architectures.read(config)).errors();
        assertThat(errors).extracting(FieldError::field).containsExactly("config." + field);
        assertThat(errors.getFirst().message()).startsWith(message).contains(value);
    }

    @Test
    void shouldRefuseWhatCannotBeCalculatedWith() {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config();
        config.put("hidden_size", 1 << 30).put("intermediate_size", 1 << 30);

        assertThat(Architectures.read(config))
                .isEqualTo(new ArchitectureReading.Wrong(List.of(Architectures.BEYOND)));
    }

    private static Architecture known(ObjectNode config) {
        return ((ArchitectureReading.Known) Architectures.read(config)).architecture();
    }

    private static FieldError unknown(ObjectNode config) {
        return ((ArchitectureReading.Unknown) Architectures.read(config)).why();
    }
}
