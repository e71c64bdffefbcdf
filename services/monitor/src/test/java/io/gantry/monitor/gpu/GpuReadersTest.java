package io.gantry.monitor.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// What the programs write, in the form that their documentation shows; none of it was recorded on
/// a machine of ours.
class GpuReadersTest {

    private static final String DCGM =
            """
            # HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).
            # TYPE DCGM_FI_DEV_GPU_UTIL gauge
            DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-a",device="nvidia0",modelName="NVIDIA A100",Hostname="n1",container="kserve-container",namespace="default",pod="llama-0"} 90
            DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-b",device="nvidia1",modelName="NVIDIA A100",Hostname="n1",container="kserve-container",namespace="default",pod="llama-0"} 60
            DCGM_FI_DEV_GPU_UTIL{gpu="2",UUID="GPU-c",device="nvidia2",modelName="NVIDIA A100",Hostname="n1",container="",namespace="",pod=""} 5
            DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-a",container="kserve-container",namespace="default",pod="llama-0"} 30000
            DCGM_FI_DEV_FB_FREE{gpu="0",UUID="GPU-a",container="kserve-container",namespace="default",pod="llama-0"} 10000
            DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-b",container="kserve-container",namespace="default",pod="llama-0"} 10000
            DCGM_FI_DEV_FB_FREE{gpu="1",UUID="GPU-b",container="kserve-container",namespace="default",pod="llama-0"} 29000
            DCGM_FI_DEV_FB_RESERVED{gpu="1",UUID="GPU-b",container="kserve-container",namespace="default",pod="llama-0"} 1000
            DCGM_FI_DEV_FB_USED{gpu="3",UUID="GPU-d",container="c",namespace="default",pod="no-use"} 1000
            """;

    @Test
    void shouldReadGpusByPod() {
        Map<String, List<GpuUse.Gpu>> pods = DcgmPage.read(DCGM);

        assertThat(pods).containsOnlyKeys("default/llama-0");
        assertThat(GpuUse.of(pods.getOrDefault("default/llama-0", List.of())))
                .isEqualTo(new GpuUse(75, 50));
    }

    @Test
    void shouldTellPartsOfAGpuApart() {
        String parts =
                """
                DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-a",GPU_I_ID="1",namespace="n",pod="p"} 10
                DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-a",GPU_I_ID="2",namespace="n",pod="p"} 30
                """;

        assertThat(GpuUse.of(DcgmPage.read(parts).getOrDefault("n/p", List.of())).percent())
                .isEqualTo(20);
    }

    @Test
    void shouldReadGpusByProcess() {
        Map<String, GpuUse.Gpu> gpus =
                NvidiaSmi.gpus(
                        """
                        GPU-a, 93, 61440, 81920
                        GPU-b, 0, 4, 81920
                        GPU-c, [N/A], [N/A], 81920
                        """);
        assertThat(gpus)
                .containsOnly(
                        Map.entry("GPU-a", new GpuUse.Gpu(93, 61_440, 81_920)),
                        Map.entry("GPU-b", new GpuUse.Gpu(0, 4, 81_920)));

        assertThat(
                        NvidiaSmi.processes(
                                """
                                4711, GPU-a
                                4711, GPU-b
                                [Insufficient Permissions], GPU-a
                                4712, GPU-x
                                """,
                                gpus))
                .containsOnly(Map.entry(4711L, List.of(gpus.get("GPU-a"), gpus.get("GPU-b"))));
    }

    @Property
    void shouldTakeAnyText(@ForAll String text) {
        assertThat(DcgmPage.read(text)).isEmpty();
        assertThat(NvidiaSmi.processes(text, NvidiaSmi.gpus(text))).isEmpty();
    }
}
