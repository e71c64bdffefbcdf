package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cluster.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClusterIT {

    @TempDir Path scratch;

    @Test
    void shouldHaveNodesWithGpusAndAnApiServerThatComesBack() throws Exception {
        try (TestCluster cluster =
                TestCluster.open(scratch, "--nodes", "2", "--gpus-per-node", "4")) {
            assertThat(cluster.kubectl("get", "nodes", "-o", gpus())).contains("4");

            cluster.kill("kube-apiserver");
            assertThatThrownBy(() -> cluster.kubectl("get", "nodes"))
                    .hasMessageContaining("was refused");
            cluster.start("kube-apiserver");

            assertThat(cluster.kubeconfig()).isRegularFile();
            assertThat(cluster.kubectl("get", "nodes", "-o", gpus())).contains("4");
        }
    }

    private static String gpus() {
        return "jsonpath={.items[0].status.allocatable.nvidia\\.com/gpu}";
    }
}
