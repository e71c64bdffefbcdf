package io.gantry.registry.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final long GIB = 1L << 30;

    @Test
    void shouldPlanByTheRuleOfThumb() {
        Plan plan =
                plan(
                        """
                        {"modelSizeBytes": "13Gi", "peakRequestsPerSecond": 100, "requestsPerSecondPerReplica": 12}\
                        """);

        assertThat(plan.ruleOfThumb().modelSizeBytes()).isEqualTo(13 * GIB);
        assertThat(plan.ruleOfThumb().memoryBytes()).isEqualTo(65 * GIB / 2);
        assertThat(plan.ruleOfThumb().vramBytes()).isEqualTo(39 * GIB / 2);
        assertThat(plan.ruleOfThumb().replicas()).isEqualTo(9);
        assertThat(plan.ruleOfThumb().steps())
                .containsExactly(
                        "Model size: 13.0 GiB, as modelSizeBytes says",
                        "Memory: 13.0 GiB × 2.5 = 32.5 GiB",
                        "VRAM: 13.0 GiB × 1.5 = 19.5 GiB",
                        "Replicas: 100 requests/s at peak ÷ 12 requests/s of one replica, rounded up = 9");
        assertThat(plan.estimate()).isNull();
        assertThat(plan.placement()).isNull();
        assertThat(resources(plan).requests()).isEqualTo(Map.of("memory", "33Gi"));
        assertThat(plan.warnings()).isEmpty();
    }

    /// 70.6 GB at two bytes fit no single H100, and not two either once there is a cache.
    @Test
    void shouldPlanALargeModel() {
        ObjectNode request = request(PublishedModel.LLAMA_2_70B);
        request.put("batchSize", 16).put("gpu", "H100").put("profile", "production");

        Plan plan = plan(request.toString());

        Placement placement = placement(plan);
        assertThat(placement.fits()).isTrue();
        assertThat(placement.tensorParallelSize()).isEqualTo(4);
        assertThat(placement.gpuMemoryUtilization()).isEqualByComparingTo("0.95");
        assertThat(placement.sequencesThatFit()).isGreaterThanOrEqualTo(16);
        assertThat(plan.deployment().args())
                .containsExactly(
                        "--gpu-memory-utilization=0.95",
                        "--max-model-len=4096",
                        "--max-num-seqs=16",
                        "--tensor-parallel-size=4");
        assertThat(resources(plan).requests())
                .isEqualTo(Map.of("cpu", "12", "memory", "137Gi", "nvidia.com/gpu", "4"));
        assertThat(resources(plan).limits())
                .isEqualTo(Map.of("memory", "322Gi", "nvidia.com/gpu", "4"));
    }

    @Test
    void shouldSayHowItGotItsFigures() {
        ObjectNode request = request(PublishedModel.LLAMA_3_8B);
        request.put("batchSize", 8);

        Plan plan = plan(request.toString());

        assertThat(estimate(plan).steps())
                .containsExactly(
                        "Parameters: 6,979,321,856 in the blocks' matrices + 1,050,673,152 in embeddings + 266,240 in norms, biases and routers = 8,030,261,248",
                        "Weights: in bf16, as config.json says = 15.0 GiB",
                        "KV cache a token: 32 layers × 8 heads × 256 numbers (keys and values) × 2 bytes = 128.0 KiB",
                        "KV cache: 8,192 tokens = 1.0 GiB a sequence, × 8 = 8.0 GiB",
                        "Activations: 8,192 tokens a step × (4 × hidden size + 2 × width of the feed-forward layers), and 4 bytes a logit = 707.9 MiB on one GPU (an assumption)",
                        "Overhead: 1.0 GiB a GPU for CUDA's context, collective operations and CUDA graphs (an assumption)");
        assertThat(estimate(plan).kvCacheBytes()).isEqualTo(8 * GIB);
        assertThat(resources(plan).limits()).isEqualTo(Map.of("memory", "25Gi"));
    }

    /// What vLLM's rules allow: heads are dealt out evenly, heads of keys and values or GPUs are a
    /// multiple of the other, matrices are cut evenly, and not within a group of quantized weights.
    @ParameterizedTest
    @CsvSource({
        "LLAMA_2_70B, 1;2;4;8;16",
        "LLAMA_3_8B, 1;2;4;8;16",
        "QWEN_2_5_7B, 1;2;4", // 28 heads and 4 of keys; neither 7 nor 14 goes into 4, nor 4 into
        // them
        "QWEN_2_5_0_5B, 1;2",
        "GEMMA_3_1B, 1;2;4",
        "PHI_4, 1;2;5;10",
        "DEEPSEEK_V3, 1;2;4;8;16"
    })
    void shouldShareModelsEvenly(PublishedModel model, String sizes) {
        assertThat(TensorParallel.sizes(model.read(), 16))
                .extracting(String::valueOf)
                .containsExactly(sizes.split(";"));
    }

    @Test
    void shouldNotCutGroupsOfQuantizedWeights() {
        ObjectNode config = PublishedModel.LLAMA_2_7B.config();
        config.putObject("quantization_config")
                .put("quant_method", "awq")
                .put("bits", 4)
                .put("group_size", 128);

        // 11008 / 128 = 86 = 2 × 43
        assertThat(placement(plan(request(config).put("gpu", "T4").toString())).steps().get(1))
                .contains("1, 2 can share", "groups of 128");
    }

    @ParameterizedTest
    @CsvSource({
        "LLAMA_3_1_405B, H100, the weights alone do not fit",
        "LLAMA_3_1_405B, H200, the weights fit: lower contextLength"
    })
    void shouldSayWhyAModelFitsNoNode(PublishedModel model, String gpu, String reason) {
        Plan plan = plan(request(model).put("gpu", gpu).put("batchSize", 64).toString());

        assertThat(placement(plan).fits()).isFalse();
        assertThat(placement(plan).reason()).startsWith("On 8 GPUs each lacks ").contains(reason);
        assertThat(placement(plan).tensorParallelSize()).isNull();
        assertThat(plan.deployment().resources()).isNull();
        assertThat(plan.deployment().args()).noneMatch(arg -> arg.contains("parallel"));
    }

    @Test
    void shouldFitMoreSequencesWithASmallerCache() {
        ObjectNode request = request(PublishedModel.LLAMA_3_8B).put("gpu", "L4");
        Plan plain = plan(request.toString());

        Plan small = plan(request.put("kvCacheDtype", "fp8").toString());

        assertThat(estimate(small).kvCacheBytes() * 2).isEqualTo(estimate(plain).kvCacheBytes());
        assertThat(placement(small).sequencesThatFit())
                .isGreaterThan(Objects.requireNonNull(placement(plain).sequencesThatFit()));
        assertThat(small.deployment().args()).contains("--kv-cache-dtype=fp8");
    }

    @Test
    void shouldTakeTheSizeOfTheFilesForTheWeights() {
        ObjectNode request =
                request(PublishedModel.LLAMA_3_8B).put("modelSizeBytes", 32_121_044_992L);

        Plan plan = plan(request.toString());

        assertThat(estimate(plan).weightsBytes()).isEqualTo(32_121_044_992L);
        assertThat(estimate(plan).steps().get(1))
                .isEqualTo("Weights: 29.9 GiB, as modelSizeBytes says (counted: 15.0 GiB in bf16)");
        assertThat(plan.warnings())
                .containsExactly(
                        "The model's files are 29.9 GiB, and config.json counts 15.0 GiB; do they belong together, or are weights there twice?");
    }

    @Test
    void shouldFallBackToTheRuleOfThumbAndSayWhy() {
        ObjectNode config = PublishedModel.LLAMA_3_8B.config().put("model_type", "mamba");
        ObjectNode request = request(config);
        request.put("modelSizeBytes", "100Gi")
                .putObject("gpu")
                .put("memory", "80Gi")
                .put("count", 4);

        Plan plan = plan(request.toString());

        assertThat(plan.estimate()).isNull();
        assertThat(placement(plan).gpus()).isEqualTo(2);
        assertThat(placement(plan).tensorParallelSize()).isNull();
        assertThat(plan.deployment().args()).isNull();
        assertThat(resources(plan).limits()).containsEntry("nvidia.com/gpu", "2");
        assertThat(plan.warnings().getFirst())
                .startsWith("config.model_type is \"mamba\"")
                .endsWith("all figures are by the rule of thumb");
        assertThat(plan.warnings().get(1)).contains("attention heads", "2 GPUs");
    }

    @Test
    void shouldSayThatTheRuleOfThumbFitsNoNode() {
        Plan plan =
                plan(
                        "{\"modelSizeBytes\": \"900Gi\", \"gpu\": {\"name\": \"h100\", \"count\": 4}}");

        assertThat(placement(plan).fits()).isFalse();
        assertThat(placement(plan).reason()).contains("takes 17 GPUs and a node has 4");
    }

    @ParameterizedTest
    @CsvSource({"fp8, --quantization=fp8", "fp16, --dtype=float16", "float32, --dtype=float32"})
    void shouldTellVllmTheTypeThatIsAskedFor(String dtype, String arg) {
        assertThat(
                        plan(request(PublishedModel.LLAMA_3_8B).put("dtype", dtype).toString())
                                .deployment()
                                .args())
                .contains(arg);
    }

    @Test
    void shouldComputeQuantizedModelsInTheTypeThatIsAskedFor() {
        ObjectNode request = request(PublishedModel.DEEPSEEK_V3).put("dtype", "fp16");

        Plan plan = plan(request.toString());

        assertThat(estimate(plan).weightFormat()).isEqualTo("fp8");
        assertThat(plan.deployment().args()).contains("--dtype=float16");
    }

    @Test
    void shouldWarn() {
        ObjectNode request = request(PublishedModel.LLAMA_3_8B).put("dtype", "int4");
        request.put("contextLength", 16_384)
                .put("profile", "production")
                .put("peakRequestsPerSecond", 11)
                .put("requestsPerSecondPerReplica", 1);

        assertThat(plan(request.toString()).warnings())
                .hasSize(3)
                .anyMatch(it -> it.contains("beyond config.max_position_embeddings 8192"))
                .anyMatch(it -> it.contains("serve a checkpoint that is quantized so"))
                .anyMatch(it -> it.contains("takes 11 replicas") && it.contains("stops at 10"));
        assertThat(plan(request(PublishedModel.BERT_BASE).toString()).warnings())
                .singleElement()
                .asString()
                .contains("planned in fp32");
        assertThat(plan(request(PublishedModel.LLAMA_3_8B).put("gpu", "T4").toString()).warnings())
                .containsExactly(
                        "T4 does not compute in bf16, so vLLM refuses it; give dtype fp16");
    }

    @Test
    void shouldKeepAsManyReplicasAsTheProfileAsksFor() {
        Plan plan =
                plan(
                        """
                        {"modelSizeBytes": 1, "peakRequestsPerSecond": 1, "requestsPerSecondPerReplica": 2,
                         "profile": "production"}\
                        """);

        assertThat(plan.ruleOfThumb().replicas()).isEqualTo(1);
        assertThat(plan.deployment().replicas()).isEqualTo(2);
    }

    @Test
    void shouldPlanAnEncoderWithoutACache() {
        Plan plan = plan(request(PublishedModel.ROBERTA_BASE).put("gpu", "MI300X").toString());

        assertThat(estimate(plan).contextLength()).isEqualTo(512);
        assertThat(estimate(plan).kvCacheBytes()).isZero();
        assertThat(placement(plan).sequencesThatFit()).isNull();
        assertThat(resources(plan).limits()).containsEntry("amd.com/gpu", "1");
    }

    private static ObjectNode request(PublishedModel model) {
        return request(model.config());
    }

    private static ObjectNode request(ObjectNode config) {
        ObjectNode request = KServeJson.mapper().createObjectNode();
        request.set("config", config);
        return request;
    }

    private static Plan plan(String request) {
        PlanReading reading = PlanRequests.read(request);
        assertThat(reading).isInstanceOf(PlanReading.Read.class);
        return Planner.plan(((PlanReading.Read) reading).request());
    }

    private static Estimate estimate(Plan plan) {
        return Objects.requireNonNull(plan.estimate());
    }

    private static Placement placement(Plan plan) {
        return Objects.requireNonNull(plan.placement());
    }

    private static Deployment.Resources resources(Plan plan) {
        return Objects.requireNonNull(plan.deployment().resources());
    }
}
