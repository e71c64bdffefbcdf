package io.gantry.registry.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;

/// Models of Hugging Face: the fields of their config.json that count, how many weights their model
/// card or their files' index say they have, and what vLLM keeps of a token in 16 bits.
enum PublishedModel {
    LLAMA_2_7B(
            6_738_415_616L,
            524_288,
            """
            {"model_type": "llama", "hidden_size": 4096, "intermediate_size": 11008, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": 32000,
             "max_position_embeddings": 4096, "tie_word_embeddings": false, "torch_dtype": "float16"}\
            """),
    LLAMA_2_70B(
            68_976_648_192L,
            327_680,
            """
            {"model_type": "llama", "hidden_size": 8192, "intermediate_size": 28672, "num_hidden_layers": 80,
             "num_attention_heads": 64, "num_key_value_heads": 8, "vocab_size": 32000,
             "max_position_embeddings": 4096, "tie_word_embeddings": false, "torch_dtype": "float16"}\
            """),
    LLAMA_3_8B(
            8_030_261_248L,
            131_072,
            """
            {"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
             "max_position_embeddings": 8192, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    LLAMA_3_1_405B(
            405_853_388_800L,
            516_096,
            """
            {"model_type": "llama", "hidden_size": 16384, "intermediate_size": 53248, "num_hidden_layers": 126,
             "num_attention_heads": 128, "num_key_value_heads": 8, "vocab_size": 128256,
             "max_position_embeddings": 131072, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    LLAMA_3_2_1B(
            1_235_814_400L,
            32_768,
            """
            {"model_type": "llama", "hidden_size": 2048, "intermediate_size": 8192, "num_hidden_layers": 16,
             "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 64, "vocab_size": 128256,
             "max_position_embeddings": 131072, "tie_word_embeddings": true, "torch_dtype": "bfloat16"}\
            """),
    MISTRAL_7B(
            7_241_732_096L,
            131_072,
            """
            {"model_type": "mistral", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 32000, "sliding_window": 4096,
             "max_position_embeddings": 32768, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    MIXTRAL_8X7B(
            46_702_792_704L,
            131_072,
            """
            {"model_type": "mixtral", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 32000, "sliding_window": null,
             "num_local_experts": 8, "num_experts_per_tok": 2,
             "max_position_embeddings": 32768, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    QWEN_2_5_7B(
            7_615_616_512L,
            57_344,
            """
            {"model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 28,
             "num_attention_heads": 28, "num_key_value_heads": 4, "vocab_size": 152064,
             "use_sliding_window": false, "sliding_window": 131072, "max_window_layers": 28,
             "max_position_embeddings": 32768, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    QWEN_2_5_0_5B(
            494_032_768L,
            12_288,
            """
            {"model_type": "qwen2", "hidden_size": 896, "intermediate_size": 4864, "num_hidden_layers": 24,
             "num_attention_heads": 14, "num_key_value_heads": 2, "vocab_size": 151936,
             "max_position_embeddings": 32768, "tie_word_embeddings": true, "torch_dtype": "bfloat16"}\
            """),
    QWEN_1_5_MOE_A2_7B(
            14_315_784_192L,
            196_608,
            """
            {"model_type": "qwen2_moe", "hidden_size": 2048, "intermediate_size": 5632, "num_hidden_layers": 24,
             "num_attention_heads": 16, "num_key_value_heads": 16, "vocab_size": 151936, "num_experts": 60,
             "num_experts_per_tok": 4, "moe_intermediate_size": 1408, "shared_expert_intermediate_size": 5632,
             "decoder_sparse_step": 1, "max_position_embeddings": 8192, "tie_word_embeddings": false,
             "torch_dtype": "bfloat16"}\
            """),
    QWEN_3_8B(
            8_190_735_360L,
            147_456,
            """
            {"model_type": "qwen3", "hidden_size": 4096, "intermediate_size": 12288, "num_hidden_layers": 36,
             "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151936,
             "attention_bias": false, "max_position_embeddings": 40960, "tie_word_embeddings": false,
             "torch_dtype": "bfloat16"}\
            """),
    QWEN_3_30B_A3B(
            30_532_122_624L,
            98_304,
            """
            {"model_type": "qwen3_moe", "hidden_size": 2048, "intermediate_size": 6144, "num_hidden_layers": 48,
             "num_attention_heads": 32, "num_key_value_heads": 4, "head_dim": 128, "vocab_size": 151936,
             "num_experts": 128, "num_experts_per_tok": 8, "moe_intermediate_size": 768, "decoder_sparse_step": 1,
             "mlp_only_layers": [], "max_position_embeddings": 40960, "tie_word_embeddings": false,
             "torch_dtype": "bfloat16"}\
            """),
    GEMMA_7B(
            8_537_680_896L,
            458_752,
            """
            {"model_type": "gemma", "hidden_size": 3072, "intermediate_size": 24576, "num_hidden_layers": 28,
             "num_attention_heads": 16, "num_key_value_heads": 16, "head_dim": 256, "vocab_size": 256000,
             "max_position_embeddings": 8192, "torch_dtype": "bfloat16"}\
            """),
    GEMMA_2_9B(
            9_241_705_984L,
            344_064,
            """
            {"model_type": "gemma2", "hidden_size": 3584, "intermediate_size": 14336, "num_hidden_layers": 42,
             "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 256, "vocab_size": 256000,
             "sliding_window": 4096, "max_position_embeddings": 8192, "torch_dtype": "bfloat16"}\
            """),
    GEMMA_3_1B(
            999_885_952L,
            26_624,
            """
            {"model_type": "gemma3_text", "hidden_size": 1152, "intermediate_size": 6912, "num_hidden_layers": 26,
             "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 256, "vocab_size": 262144,
             "sliding_window": 512, "sliding_window_pattern": 6, "max_position_embeddings": 32768,
             "torch_dtype": "bfloat16"}\
            """),
    PHI_2(
            2_779_683_840L,
            327_680,
            """
            {"model_type": "phi", "hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": 51200,
             "max_position_embeddings": 2048, "tie_word_embeddings": false, "torch_dtype": "float16"}\
            """),
    PHI_3_MINI(
            3_821_079_552L,
            393_216,
            """
            {"model_type": "phi3", "hidden_size": 3072, "intermediate_size": 8192, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": 32064, "sliding_window": 2047,
             "max_position_embeddings": 4096, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    PHI_4(
            14_659_507_200L,
            204_800,
            """
            {"model_type": "phi3", "hidden_size": 5120, "intermediate_size": 17920, "num_hidden_layers": 40,
             "num_attention_heads": 40, "num_key_value_heads": 10, "vocab_size": 100352, "sliding_window": null,
             "max_position_embeddings": 16384, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    DEEPSEEK_V2_LITE(
            15_706_484_224L,
            31_104,
            """
            {"model_type": "deepseek_v2", "hidden_size": 2048, "intermediate_size": 10944, "num_hidden_layers": 27,
             "num_attention_heads": 16, "num_key_value_heads": 16, "q_lora_rank": null, "kv_lora_rank": 512,
             "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "n_routed_experts": 64,
             "n_shared_experts": 2, "num_experts_per_tok": 6, "moe_intermediate_size": 1408,
             "first_k_dense_replace": 1, "moe_layer_freq": 1, "vocab_size": 102400,
             "max_position_embeddings": 163840, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}\
            """),
    DEEPSEEK_V3(
            671_026_419_200L,
            70_272,
            """
            {"model_type": "deepseek_v3", "hidden_size": 7168, "intermediate_size": 18432, "num_hidden_layers": 61,
             "num_attention_heads": 128, "num_key_value_heads": 128, "q_lora_rank": 1536, "kv_lora_rank": 512,
             "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "n_routed_experts": 256,
             "n_shared_experts": 1, "num_experts_per_tok": 8, "moe_intermediate_size": 2048,
             "first_k_dense_replace": 3, "moe_layer_freq": 1, "topk_method": "noaux_tc", "vocab_size": 129280,
             "max_position_embeddings": 163840, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
             "quantization_config": {"quant_method": "fp8", "fmt": "e4m3", "weight_block_size": [128, 128]}}\
            """),
    BERT_BASE(
            109_482_240L,
            0,
            """
            {"model_type": "bert", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
             "num_attention_heads": 12, "vocab_size": 30522, "type_vocab_size": 2, "max_position_embeddings": 512,
             "torch_dtype": "float32"}\
            """),
    MINILM_L6(
            22_713_216L,
            0,
            """
            {"model_type": "bert", "hidden_size": 384, "intermediate_size": 1536, "num_hidden_layers": 6,
             "num_attention_heads": 12, "vocab_size": 30522, "type_vocab_size": 2, "max_position_embeddings": 512,
             "torch_dtype": "float32"}\
            """),
    ROBERTA_BASE(
            124_645_632L,
            0,
            """
            {"model_type": "roberta", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
             "num_attention_heads": 12, "vocab_size": 50265, "type_vocab_size": 1, "max_position_embeddings": 514,
             "torch_dtype": "float32"}\
            """),
    DISTILBERT(
            66_362_880L,
            0,
            """
            {"model_type": "distilbert", "dim": 768, "hidden_dim": 3072, "n_layers": 6, "n_heads": 12,
             "vocab_size": 30522, "max_position_embeddings": 512, "torch_dtype": "float32"}\
            """);

    private final long parameters;
    private final long kvBytesPerToken;
    private final String config;

    PublishedModel(long parameters, long kvBytesPerToken, String config) {
        this.parameters = parameters;
        this.kvBytesPerToken = kvBytesPerToken;
        this.config = config;
    }

    long parameters() {
        return parameters;
    }

    long kvBytesPerToken() {
        return kvBytesPerToken;
    }

    /// A new one each time.
    ObjectNode config() {
        try {
            return (ObjectNode) KServeJson.mapper().readTree(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    ModelConfig read() {
        if (Architectures.read(config())
                        instanceof ArchitectureReading.Known(Architecture architecture)
                && WeightFormats.of(config(), null)
                        instanceof WeightFormats.Reading.Known(WeightFormat format)) {
            return new ModelConfig(architecture, format);
        }
        throw new IllegalStateException(this + " cannot be read");
    }
}
