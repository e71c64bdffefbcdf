package io.gantry.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PlanOptionsTest {

    @TempDir private Path directory = Path.of(".");

    @Test
    void shouldReadAModelsDirectory() throws IOException {
        write("config.json", "{\"model_type\": \"llama\"}");
        write("model-00001-of-00002.safetensors", "12345");
        write("model-00002-of-00002.safetensors", "123");
        write("tokenizer.json", "{}");

        assertThat(request(directory.toString()))
                .isEqualTo("{'config': {'model_type': 'llama'}, 'modelSizeBytes': 8}");
        assertThat(request(directory.toString(), "--dtype", "fp8"))
                .isEqualTo("{'config': {'model_type': 'llama'}, 'dtype': 'fp8'}");
        assertThat(request(directory.toString(), "--model-size", "13Gi"))
                .isEqualTo("{'modelSizeBytes': '13Gi', 'config': {'model_type': 'llama'}}");
        assertThat(request(directory.resolve("config.json").toString()))
                .isEqualTo("{'config': {'model_type': 'llama'}}");
    }

    @Test
    void shouldTakeAllOptions() {
        assertThat(
                        request(
                                "--model=ns/name",
                                "--kv-cache-dtype=fp8",
                                "--context=8192",
                                "--batch=16",
                                "--gpu=H100",
                                "--gpus=4",
                                "--gpu-memory-utilization=0.85",
                                "--rps=100",
                                "--rps-per-replica=2.5",
                                "--profile=production"))
                .isEqualTo(
                        "{'model': 'ns/name', 'kvCacheDtype': 'fp8', 'profile': 'production', 'contextLength': 8192,"
                                + " 'batchSize': 16, 'gpu': {'name': 'H100', 'count': 4}, 'gpuMemoryUtilization': 0.85,"
                                + " 'peakRequestsPerSecond': 100, 'requestsPerSecondPerReplica': 2.5}");
        assertThat(request("--model-size=1", "--gpu-memory=80Gi"))
                .isEqualTo("{'modelSizeBytes': '1', 'gpu': {'memory': '80Gi'}}");
    }

    @Test
    void shouldRefuseFilesThatTellNothing() throws IOException {
        assertThatThrownBy(() -> request(directory.toString()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("has neither a config.json nor *.safetensors");
        write("config.json", "{\"model_type\"");
        assertThatThrownBy(() -> request(directory.toString()))
                .hasMessageContaining("config.json is no JSON");
        write("config.json", "[]");
        assertThatThrownBy(() -> request(directory.toString()))
                .hasMessageContaining("holds no JSON object");
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }

    /// With `'` for `"`, and a blank behind commas and colons.
    private static String request(String... arguments) {
        Probe probe = new Probe();
        new CommandLine(probe).parseArgs(arguments);
        return probe.options
                .request()
                .toString()
                .replace('"', '\'')
                .replace("':", "': ")
                .replace(",'", ", '");
    }

    @Command
    private static final class Probe {
        @Mixin private PlanOptions options = new PlanOptions();
    }
}
