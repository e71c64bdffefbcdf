package io.gantry.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.cli.CliException;
import io.gantry.cli.ExitCode;
import io.gantry.kserve.api.Manifests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RenderCommandTest {
    private static final String RUNTIME =
            """
            apiVersion: serving.kserve.io/v1alpha1
            kind: ClusterServingRuntime
            metadata: {name: plain}
            spec:
              supportedModelFormats: [{name: onnx, autoSelect: true}]
              containers: [{name: kserve-container, image: 'server:1'}]
            """;
    private static final String SERVICE =
            """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: iris}
            spec:
              predictor:
                serviceAccountName: reader
                model: {modelFormat: {name: onnx}, storageUri: s3://b/iris}
            """;
    private static final String LLM =
            """
            apiVersion: serving.kserve.io/v1alpha2
            kind: LLMInferenceService
            metadata: {name: llama}
            spec: {model: {uri: "hf://o/m"}}
            """;
    private static final String CLUSTER =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: ml}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: reader, namespace: ml}
            secrets: [{name: s3}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: s3}
            stringData: {AWS_ACCESS_KEY_ID: tell-nobody-1, AWS_SECRET_ACCESS_KEY: tell-nobody-2}
            """;

    @TempDir private Path directory = Path.of(".");

    @BeforeEach
    void writeRuntime() throws IOException {
        write("runtimes/plain.yaml", RUNTIME);
    }

    @Test
    void shouldPrintTheObjectsAndNothingElse() throws IOException {
        Path file = write("all.yaml", SERVICE + "---\n" + CLUSTER);

        Outcome outcome = run("-f", file.toString(), "-n", "ml");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(names(outcome.out())).containsExactly("Service/ml", "Deployment/ml");
        assertThat(outcome.out())
                .startsWith("---\n")
                .contains("secretKeyRef:\n")
                .doesNotContain("tell-nobody")
                .doesNotContain("dGVsbC1ub2JvZH");
    }

    @Test
    void shouldPrintTheSameBytesForTheSameInput() throws IOException {
        String file = write("all.yaml", SERVICE + "---\n" + CLUSTER).toString();

        assertThat(run("-f", file).out()).isEqualTo(run("-f", file).out());
    }

    @Test
    void shouldPrintAListAsJson() throws IOException {
        Outcome outcome = run("-f", write("s.yaml", SERVICE).toString(), "-o", "json");

        JsonNode list = new ObjectMapper().readTree(outcome.out());
        assertThat(list.path("kind").asText()).isEqualTo("List");
        assertThat(list.path("items")).hasSize(2);
    }

    @Test
    void shouldReadDirectoriesAndStandardInput() throws IOException {
        write("many/1.yaml", SERVICE);
        write("many/2.json", "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\"}");
        write("many/readme.md", "no manifest");

        assertThat(names(run("-f", directory.resolve("many").toString()).out())).hasSize(2);
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(SERVICE.getBytes(StandardCharsets.UTF_8)));
            assertThat(names(run("-f", "-").out()))
                    .containsExactly("Service/default", "Deployment/default");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldScaleByAnHpaWhereThatIsAskedFor() throws IOException {
        String file = write("s.yaml", SERVICE).toString();

        assertThat(names(run("-f", file, "--autoscaler-class", "hpa").out()))
                .contains("HorizontalPodAutoscaler/default");
    }

    @Test
    void shouldBringModelsByTheImageOfTheInstallation() throws IOException {
        String file = write("s.yaml", SERVICE).toString();

        assertThat(run("-f", file, "--loader-image", "r.example/loader:9").out())
                .contains("image: r.example/loader:9");
    }

    @Test
    void shouldUseRuntimesOfTheFiles() throws IOException {
        String own = RUNTIME.replace("onnx", "mine").replace("plain", "mine");
        Path file = write("s.yaml", SERVICE.replace("onnx", "mine") + "---\n" + own);

        assertThat(run("-f", file.toString()).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldUseTheRuntimesThatGantryBringsWhereNoneAreGiven() throws IOException {
        write("runtimes/manifests/gantry-onnx.yaml", RUNTIME);
        String home = System.setProperty("gantry.home", directory.toString());
        try {
            Outcome outcome = runAs(new RenderCommand(), "-f", write("s.yaml", SERVICE).toString());
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        } finally {
            if (home == null) {
                System.clearProperty("gantry.home");
            } else {
                System.setProperty("gantry.home", home);
            }
        }
    }

    @Test
    void shouldNameFileDocumentAndFieldOfWhatIsWrong() throws IOException {
        Path file =
                write(
                        "bad.yaml",
                        SERVICE
                                + "---\n"
                                + SERVICE.replace("name: iris", "name: other")
                                        .replace("predictor:", "predictor:\n    minReplicas: -1"));

        Outcome outcome = run("-f", file.toString(), "-n", "ml");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.error())
                .contains(
                        file
                                + ", document 2, InferenceService ml/other: spec.predictor.minReplicas: ");
    }

    @Test
    void shouldSayWhatNoRuntimeServes() throws IOException {
        Path file = write("s.yaml", SERVICE.replace("onnx", "onyx"));

        assertThat(run("-f", file.toString()).error())
                .contains(
                        "document 1, InferenceService default/iris: spec.predictor.model: no runtime");
    }

    @Test
    void shouldSayWhereAFieldIsOfAnotherType() throws IOException {
        Path file = write("s.yaml", SERVICE.replace("model:", "minReplicas: many\n    model:"));

        Outcome outcome = run("-f", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.error()).contains("document 1, line 7", "spec.predictor.minReplicas");
    }

    @Test
    void shouldRenderAnLlmInferenceServiceWithTheConfigsOfTheFiles() throws IOException {
        Path service =
                write(
                        "llm.yaml",
                        LLM.replace("spec: {", "spec: {baseRefs: [{name: three}], ") + "---\n");
        Path configs =
                write(
                        "configs.yaml",
                        """
                        apiVersion: serving.kserve.io/v1alpha1
                        kind: LLMInferenceServiceConfig
                        metadata: {name: three}
                        spec: {replicas: 3}
                        """);

        Outcome outcome =
                runAs(
                        new RenderCommand(),
                        "-f",
                        service.toString(),
                        "--runtimes",
                        configs.toString(),
                        "-n",
                        "ml");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(names(outcome.out()))
                .containsExactly("Service/ml", "Deployment/ml", "PodDisruptionBudget/ml");
        assertThat(outcome.out()).contains("replicas: 3\n");
    }

    @Test
    void shouldNameTheConfigThatNobodyGives() throws IOException {
        Path file =
                write(
                        "llm.yaml",
                        LLM.replace(
                                "spec: {",
                                "spec: {baseRefs: [{name: kserve-config-llm-template}], "));

        Outcome outcome = run("-f", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.error())
                .contains(
                        file
                                + ", document 1, LLMInferenceService default/llama: spec.baseRefs[0].name: ",
                        "give the preset that KServe ships");
    }

    @Test
    void shouldSayWhereAnLlmInferenceServiceHasAnotherType() throws IOException {
        Path file = write("llm.yaml", LLM.replace("spec: {", "spec: {replicas: many, "));

        Outcome outcome = run("-f", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.error())
                .contains("document 1, LLMInferenceService default/llama: spec.replicas: ");
    }

    @Test
    void shouldSayWhatOfAnLlmInferenceServiceItPassesOver() throws IOException {
        Path file =
                write(
                        "llm.yaml",
                        LLM.replace(
                                "spec: {",
                                "spec: {workload: {}, router: {gateway: {refs: [{name: g, namespace: n}]}}, "));

        Outcome outcome = run("-f", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.error())
                .contains(
                        "llama: spec.workload: its type has no such field",
                        "llama: spec.router.gateway.refs: nothing is made of it");
    }

    @Test
    void shouldRefuseAVersionThatNobodyReads() throws IOException {
        Path file = write("s.yaml", SERVICE + "---\n" + SERVICE.replace("v1beta1", "v1alpha2"));

        Outcome outcome = run("-f", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.error())
                .contains(
                        "document 2: apiVersion: InferenceService \"iris\" (serving.kserve.io/v1alpha2): ");
    }

    @Test
    void shouldSayWhatCannotBeRead() throws IOException {
        assertThat(run("-f", "no-such-file"))
                .isEqualTo(
                        new Outcome(
                                ExitCode.USAGE,
                                "",
                                "Cannot read no-such-file: there is no such file\n"));
        Path none = write("none.yaml", CLUSTER);
        assertThat(run("-f", none.toString()).error())
                .contains("There is no InferenceService and no LLMInferenceService in");
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> names(String yaml) {
        return Manifests.trees(yaml).stream()
                .map(each ->
                        "%s/%s"
                                .formatted(
                                        each.path("kind").asText(),
                                        each.at("/metadata/namespace").asText()))
                .toList();
    }

    private record Outcome(int exitCode, String out, String error) {}

    private Outcome run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--runtimes";
        all[arguments.length + 1] = directory.resolve("runtimes").toString();
        return runAs(new RenderCommand(), all);
    }

    private static Outcome runAs(RenderCommand command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode =
                new CommandLine(command)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(error))
                        .setExecutionExceptionHandler((failure, line, result) -> {
                            line.getErr().println(failure.getMessage());
                            return failure instanceof CliException known
                                    ? known.exitCode()
                                    : ExitCode.FAILED;
                        })
                        .execute(arguments);
        return new Outcome(exitCode, out.toString(), error.toString());
    }
}
