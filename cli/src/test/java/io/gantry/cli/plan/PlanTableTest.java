package io.gantry.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PlanTableTest {

    private static final String RULE =
            "'ruleOfThumb': {'modelSizeBytes': 1024, 'memoryBytes': 2560, 'vramBytes': 1536, 'steps': ['Model size: 1.0 KiB']}";

    @Test
    void shouldShowTheRuleOfThumbAlone() throws JsonProcessingException {
        assertThat(
                        table(
                                "{%s, 'deployment': {'steps': []}, 'warnings': ['Look out.']}"
                                        .formatted(RULE),
                                true))
                .isEqualTo(
                        """
                        FIGURE                  VALUE
                        Model size              1.0 KiB
                        Memory, rule of thumb   2.5 KiB
                        VRAM, rule of thumb     1.5 KiB
                          Model size: 1.0 KiB
                        Warning: Look out.
                        """);
    }

    @Test
    void shouldShowAWholePlan() throws JsonProcessingException {
        assertThat(
                        table(
                                """
                                {%s,
                                 'estimate': {'modelType': 'llama', 'parameters': 1234567, 'weightFormat': 'bf16',
                                              'weightsBytes': 2048, 'contextLength': 64, 'batchSize': 2,
                                              'kvCacheBytesPerToken': 512, 'kvCacheBytes': 65536, 'totalBytes': 1048576},
                                 'placement': {'fits': true, 'gpu': 'L4', 'gpuMemoryBytes': 1073741824, 'gpusPerNode': 8,
                                               'gpus': 2, 'sequencesThatFit': 7},
                                 'deployment': {'replicas': 3, 'args': ['--a=1', '--b=2'],
                                                'resources': {'requests': {'nvidia.com/gpu': '2', 'cpu': '8'},
                                                              'limits': {'memory': '1Gi'}}},
                                 'warnings': []}\
                                """
                                        .formatted(RULE),
                                false))
                .isEqualTo(
                        """
                        FIGURE                  VALUE
                        Model size              1.0 KiB
                        Memory, rule of thumb   2.5 KiB
                        VRAM, rule of thumb     1.5 KiB
                        Parameters              1,234,567 (llama)
                        Weights                 2.0 KiB in bf16
                        KV cache                64.0 KiB: 2 × 64 tokens of 512 B
                        All on one GPU          1.0 MiB
                        GPUs                    2 × L4 of 1.0 GiB
                        Sequences that fit      7
                        Replicas                3
                        Resources, requests     cpu=8, nvidia.com/gpu=2
                        Resources, limits       memory=1Gi
                        Arguments               --a=1 --b=2
                        """);
    }

    @Test
    void shouldSayWhyAModelDoesNotFit() throws JsonProcessingException {
        assertThat(
                        table(
                                """
                                {%s, 'placement': {'fits': false, 'gpu': 'T4', 'gpuMemoryBytes': 1073741824,
                                                   'gpusPerNode': 4, 'reason': 'Each lacks 1 GiB'}}\
                                """
                                        .formatted(RULE),
                                false))
                .contains("does not fit 4 × T4 of 1.0 GiB", "Each lacks 1 GiB");
    }

    private static String table(String plan, boolean steps) throws JsonProcessingException {
        return PlanTable.of(new ObjectMapper().readTree(plan.replace('\'', '"')), steps);
    }
}
