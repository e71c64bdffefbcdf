package io.gantry.kube.render.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How Gantry's presets start vLLM.
class ServerCommandTest {
    private static final String GROUP = "/spec/leaderWorkerTemplate/";
    private static final String WORKER = "\nworker: {containers: [{name: main}]}";

    @TempDir private Path directory = Path.of(".");

    @Test
    void shouldServeTheModelByItsName() {
        assertThat(single("replicas: 1"))
                .containsExactly("/mnt/models", "--served-model-name=llama", "--port=8000");
    }

    @Test
    void shouldSpreadTheModelAsTheServiceSays() {
        assertThat(single("parallelism: {tensor: 4, pipeline: 2, expert: true}"))
                .contains(
                        "--tensor-parallel-size=4",
                        "--pipeline-parallel-size=2",
                        "--enable-expert-parallel");
        assertThat(single("parallelism: {data: 4, dataLocal: 4}"))
                .contains("--data-parallel-size=4")
                .noneMatch(each -> each.startsWith("--data-parallel-size-local"));
    }

    @Test
    void shouldRefuseEnginesThatNoPodHas() {
        Violation why = Llm.refused(Llm.serving("parallelism: {data: 4, dataLocal: 2}"));

        assertThat(why.field()).isEqualTo("spec.parallelism.data");
        assertThat(why.remedy()).contains("worker");
    }

    @Test
    void shouldHaveEnginesOnOtherNodesJoinTheFirst() {
        ObjectNode set = group("parallelism: {data: 4, dataLocal: 2, dataRPCPort: 9000}" + WORKER);

        assertThat(arguments(set, "leaderTemplate"))
                .contains(
                        "--data-parallel-size=4",
                        "--data-parallel-size-local=2",
                        "--data-parallel-address=$(POD_IP)",
                        "--data-parallel-rpc-port=9000")
                .doesNotContain("--headless");
        assertThat(arguments(set, "workerTemplate"))
                .contains("--data-parallel-address=$(LWS_LEADER_ADDRESS)", "--headless");
        assertThat(main(set, "leaderTemplate").path("env"))
                .contains(
                        Llm.yaml(
                                "{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}"));
    }

    @Test
    void shouldHaveStagesOnOtherNodesJoinTheFirst() {
        ObjectNode set = group("parallelism: {pipeline: 3, tensor: 8}" + WORKER);

        for (String template : List.of("leaderTemplate", "workerTemplate")) {
            assertThat(arguments(set, template))
                    .contains(
                            "--pipeline-parallel-size=3",
                            "--tensor-parallel-size=8",
                            "--nnodes=3",
                            "--node-rank=$(LWS_WORKER_INDEX)",
                            "--master-addr=$(LWS_LEADER_ADDRESS)");
        }
        assertThat(arguments(set, "workerTemplate")).contains("--headless");
    }

    @Test
    void shouldLetTheServerFetchWhatNobodyDownloads() {
        Llm hub = Llm.render(Llm.serving("storageInitializer: {enabled: false}"));
        ObjectNode service = Llm.serving("storageInitializer: {enabled: false}");
        service.withObject("/spec/model").put("uri", "s3://b/m");

        assertThat(Llm.arguments(hub.main())).startsWith("o/m");
        assertThat(hub.pod().has("initContainers")).isFalse();
        assertThat(Llm.arguments(Llm.render(service).main())).startsWith("/mnt/models");
    }

    /// What manifests for KServe's presets rely upon: their arguments come last, and quotes in the
    /// variable are the shell's.
    @Test
    void shouldHandArgumentsOverAsTheyAreMeant() throws Exception {
        Llm rendered =
                Llm.render(
                        Llm.serving(
                                """
                                template:
                                  containers:
                                  - name: main
                                    args: ["--chat-template", "a 'b' \\"c\\""]
                                """));

        List<String> words =
                run(
                        rendered.main(),
                        Map.of(
                                "VLLM_ADDITIONAL_ARGS",
                                "--config '{\"a\": 1}' --more",
                                "RANK",
                                "3"));

        assertThat(words)
                .containsExactly(
                        "serve",
                        "/mnt/models",
                        "--served-model-name=llama",
                        "--port=8000",
                        "--chat-template",
                        "a 'b' \"c\"",
                        "--config",
                        "{\"a\": 1}",
                        "--more");
        assertThat(run(rendered.main(), Map.of())).hasSize(6);
    }

    @Test
    void shouldWaitForTheFirstAndCountTheEnginesBefore() throws Exception {
        ObjectNode set = group("parallelism: {data: 8, dataLocal: 2}" + WORKER);

        List<String> words =
                run(
                        main(set, "workerTemplate"),
                        Map.of("LWS_WORKER_INDEX", "3", "LWS_LEADER_ADDRESS", "localhost"));

        assertThat(words).contains("--headless", "--data-parallel-start-rank=6");
        assertThat(directory.resolve("getent.asked")).exists();
    }

    /// Runs the container's command with a server that tells its arguments.
    private List<String> run(JsonNode container, Map<String, String> variables)
            throws IOException, InterruptedException {
        program("vllm", "printf '%s\\n' \"$@\"");
        // Knows the leader's name at the second time.
        program("getent", "[ -e \"$0.asked\" ] || { touch \"$0.asked\"; exit 2; }");
        List<String> command = new ArrayList<>();
        container.path("command").forEach(word -> command.add(word.asText()));
        container.path("args").forEach(word -> command.add(word.asText()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private void program(String name, String script) throws IOException {
        Path program = directory.resolve(name);
        Files.writeString(program, "#!/bin/sh\n%s\n".formatted(script));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> single(String spec) {
        return Llm.arguments(Llm.render(Llm.serving(spec)).main());
    }

    private static ObjectNode group(String spec) {
        return Llm.render(Llm.serving(spec)).object("LeaderWorkerSet/llama-kserve-mn");
    }

    private static JsonNode main(ObjectNode set, String template) {
        return Llm.main(set.at(GROUP + template + "/spec"));
    }

    private static List<String> arguments(ObjectNode set, String template) {
        return Llm.arguments(main(set, template));
    }
}
