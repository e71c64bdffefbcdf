package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Models in real pods: Gantry's loader brings them from S3, and Gantry's runtime serves them.
class KubeletIT {

    private static final int PORT_OFFSET = 14_000;
    private static final String NAMESPACE = "default";

    /// Where Kubernetes admits none but pods that are locked up as tightly as it knows.
    private static final String RESTRICTED = "restricted";

    private static final String LLM_SERVICES =
            "/apis/serving.kserve.io/v1alpha2/namespaces/%s/llminferenceservices"
                    .formatted(NAMESPACE);

    private static final String SAMPLE = "s3://models/minilm";

    @TempDir static Path scratch;

    private static RealNode node;
    private static EmbeddedS3 s3;
    private static RunningSuite suite;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = RealNode.start(scratch);
        s3 =
                EmbeddedS3.start(
                        new EmbeddedS3.Config(
                                null,
                                RealNode.GATEWAY,
                                0,
                                EmbeddedS3.Config.temporary().credentials()));
        suite = RunningSuite.start(settings());
        upload();
        createNamespace();
        allowModels(NAMESPACE);
        allowModels(RESTRICTED);
    }

    @AfterAll
    static void stop() throws IOException {
        if (suite != null) {
            suite.close();
        }
        if (s3 != null) {
            s3.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void shouldServeAModelFromItsPodsWhichSleepAndWakeUpAndLeaveNothing() {
        PodModel model = model(NAMESPACE, "whole-life");

        model.create(SAMPLE, 0, "", "");
        model.awaitReady();
        understands(
                model.embed(
                        "A cat sleeps on the sofa.",
                        "The kitten is napping on the couch.",
                        "The committee approved the annual budget."));

        model.awaitNoPods();
        assertThat(model.embed("Wake up.").status()).isEqualTo(200);

        model.delete();
        model.awaitNothingLeft();
        assertThat(model.embed("Still there?").status()).isEqualTo(404);
    }

    @Test
    void shouldChatWithAnLlmServiceThatAlsoSleepsAndWakesUp() {
        PodModel model = model(NAMESPACE, "chatty");

        createLlm(model.name());
        awaitPods(model);
        assertThat(model.chat("What is the capital of France?").body().toString())
                .contains("Paris");

        model.awaitNoPods();
        assertThat(model.chat("What is the capital of France?").status()).isEqualTo(200);

        suite.registry("DELETE", LLM_SERVICES + "/" + model.name(), "");
        model.awaitNothingLeft();
    }

    private static void awaitPods(PodModel model) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> model.chat("Who are you?").status() == 200);
    }

    private static void createLlm(String name) {
        Api.Answer answer =
                suite.registry(
                        "POST",
                        LLM_SERVICES,
                        """
                        {"apiVersion": "serving.kserve.io/v1alpha2", "kind": "LLMInferenceService",
                         "metadata": {"name": "%s",
                          "annotations": {"autoscaling.knative.dev/window": "6s"}},
                         "spec": {"model": {"uri": "s3://models/chat"}, "replicas": 0,
                          "template": {"serviceAccountName": "models",
                           "nodeSelector": {"kubernetes.io/hostname": "localhost"},
                           "containers": [{"name": "main", "image": "gantry/llamacpp-runtime:0.1.0",
                            "command": ["gantry-llamacpp"],
                            "args": ["--model-name={{ .Spec.Model.Name }}", "--model-dir=/mnt/models", "--http-port=8000"],
                            "env": [{"name": "GANTRY_LLAMACPP_NATIVE_DIR", "value": "/tmp/native"}],
                            "readinessProbe": {"httpGet": {"path": "/health", "port": 8000, "scheme": "HTTP"},
                             "periodSeconds": 1}}]}}}
                        """
                                .formatted(name));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    @Test
    void shouldServeFromAPodThatMayNothingAndIsNotRoot() {
        PodModel model = model(RESTRICTED, "locked-up");

        model.create(
                SAMPLE,
                1,
                """
                , "securityContext": {"readOnlyRootFilesystem": true,
                 "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}\
                """,
                """
                , "securityContext": {"runAsNonRoot": true, "runAsUser": 4711,
                 "seccompProfile": {"type": "RuntimeDefault"}}\
                """);

        model.awaitReady();
        model.delete();
        model.awaitNothingLeft();
    }

    @Test
    void shouldSayThatTheModelIsNotThere() {
        PodModel model = model(NAMESPACE, "no-model");

        model.create("s3://models/no-such-model", 1, "", "");

        model.awaitFailure("StorageNotFound", "the bucket 'models' has no object 'no-such-model'");
        model.delete();
    }

    @Test
    void shouldSayThatTheModelIsGated() throws IOException {
        PodModel model = model(NAMESPACE, "gated");

        try (GatedHub hub = GatedHub.start(RealNode.GATEWAY)) {
            model.create(
                    "hf://meta/llama",
                    1,
                    "",
                    """
                    , "initContainers": [{"name": "storage-initializer",
                       "env": [{"name": "HF_ENDPOINT", "value": "%s"}]}]\
                    """
                            .formatted(hub.endpoint()));

            model.awaitFailure("StorageAccessDenied", "meta/llama", "licence", "HF_TOKEN");
        }
        model.delete();
    }

    @Test
    void shouldSayWhatTheServerSaysOfAModelThatIsNone() {
        PodModel model = model(NAMESPACE, "no-onnx");

        model.create("s3://models/html", 1, "", "");

        model.awaitFailure("ModelLoadFailed", "is not an ONNX model but HTML");
        model.delete();
    }

    @Test
    void shouldShowTheLastLinesOfAServerButNotItsSecrets() {
        PodModel model = model(NAMESPACE, "talkative");

        model.create(
                SAMPLE,
                1,
                """
                , "command": ["sh", "-c", "echo The key is $KEY.; exit 3"],
                 "env": [{"name": "KEY", "valueFrom": {"secretKeyRef":
                  {"name": "s3", "key": "AWS_SECRET_ACCESS_KEY"}}}]\
                """,
                "");

        model.awaitFailure("ModelLoadFailed", "ended with exit code 3", "The key is ***.");
        assertThat(model.service().toString()).doesNotContain(s3.credentials().secretKey());
        model.delete();
    }

    @Test
    void shouldSayThatThePodNeedsMoreMemory() {
        PodModel model = model(NAMESPACE, "no-memory");

        model.create(
                SAMPLE,
                1,
                ", \"resources\": {\"requests\": {\"memory\": \"80Mi\"}, \"limits\": {\"memory\": \"80Mi\"}}",
                "");

        model.awaitFailure("OutOfMemory", "its limit of 80Mi");
        model.delete();
    }

    @Test
    void shouldSayThatTheImageIsNotThere() {
        PodModel model = model(NAMESPACE, "no-image");

        model.create(SAMPLE, 1, ", \"image\": \"localhost/no-such-image:1\"", "");

        model.awaitFailure("ImagePullFailed", "localhost/no-such-image:1");
        model.delete();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldSayInStatusAndEventsWhyAPodDoesNotGetReady(
            String name, String model, String predictor, String reason, List<String> words) {
        PodModel failing = model(NAMESPACE, name);

        failing.create(SAMPLE, 1, model, predictor);
        try {
            failing.awaitFailure(
                    Stream.concat(Stream.of(reason), words.stream()).toArray(String[]::new));
            failing.awaitEvent(reason, words);
        } finally {
            // The node has no room for the next one beside it.
            failing.delete();
        }
        failing.awaitNothingLeft();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        "bad-liveness",
                        """
                        , "lifecycle": {"preStop": {"sleep": {"seconds": 1}}},
                         "readinessProbe": {"httpGet": {"path": "/no-such-path", "port": 8080}},
                         "livenessProbe": {"httpGet": {"path": "/no-such-path", "port": 8080},
                          "initialDelaySeconds": 20, "periodSeconds": 1, "failureThreshold": 2}\
                        """,
                        "",
                        "ProbeFailed",
                        List.of(
                                "Container kserve-container of pod bad-liveness-predictor-",
                                "was ended because a probe failed: Liveness probe failed",
                                "404")),
                arguments(
                        "bad-readiness",
                        """
                        , "readinessProbe": {"httpGet": {"path": "/no-such-path", "port": 8080},
                          "periodSeconds": 1}\
                        """,
                        deadline("20s"),
                        "ReadinessTimeout",
                        List.of(
                                "Pod bad-readiness-predictor-",
                                "runs and is not ready yet: Readiness probe failed",
                                "404")),
                arguments(
                        "ends-in-order",
                        ", \"command\": [\"sh\", \"-c\", \"exit 0\"]",
                        "",
                        "ModelLoadFailed",
                        List.of("ended with exit code 0")),
                arguments(
                        "no-command",
                        ", \"command\": [\"no-such-command\"]",
                        "",
                        "ContainerConfigError",
                        List.of("Container kserve-container cannot be started", "no-such-command")),
                arguments(
                        "no-secret",
                        """
                        , "envFrom": [{"secretRef": {"name": "no-such-secret"}}]\
                        """,
                        "",
                        "ContainerConfigError",
                        List.of(
                                "Container kserve-container cannot be started",
                                "no-such-secret",
                                "not found")),
                arguments(
                        "no-key",
                        """
                        , "env": [{"name": "KEY", "valueFrom": {"secretKeyRef":
                          {"name": "s3", "key": "no-such-key"}}}]\
                        """,
                        "",
                        "ContainerConfigError",
                        List.of("Container kserve-container cannot be started", "no-such-key")),
                arguments(
                        "no-secret-volume",
                        volumeMount(),
                        volume("\"secret\": {\"secretName\": \"no-such-secret\"}"),
                        "VolumeUnavailable",
                        List.of(
                                "A volume of pod no-secret-volume-predictor-",
                                "no-such-secret",
                                "not found")),
                arguments(
                        "no-claim",
                        volumeMount(),
                        volume("\"persistentVolumeClaim\": {\"claimName\": \"no-such-claim\"}"),
                        "VolumeUnavailable",
                        List.of("persistentvolumeclaim", "no-such-claim", "not found")));
    }

    private static String deadline(String duration) {
        return ", \"annotations\": {\"serving.knative.dev/progress-deadline\": \"%s\"}"
                .formatted(duration);
    }

    private static String volumeMount() {
        return ", \"volumeMounts\": [{\"name\": \"extra\", \"mountPath\": \"/extra\"}]";
    }

    private static String volume(String source) {
        return ", \"volumes\": [{\"name\": \"extra\", %s}]".formatted(source);
    }

    /// What is alike in meaning is close together.
    private static void understands(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode data = answer.body().path("data");
        assertThat(cosine(data, 0, 1)).isGreaterThan(cosine(data, 0, 2) + 0.2);
    }

    /// Of embeddings whose length is 1.
    private static double cosine(JsonNode data, int one, int other) {
        JsonNode a = data.path(one).path("embedding");
        JsonNode b = data.path(other).path("embedding");
        assertThat(a).hasSize(384);
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i).asDouble() * b.get(i).asDouble();
        }
        return sum;
    }

    private static PodModel model(String namespace, String name) {
        return new PodModel(suite.api(), node.client(), namespace, name);
    }

    private static UpSettings settings() {
        return new UpSettings(
                "127.0.0.1",
                PORT_OFFSET,
                Map.of(
                        Service.MONITOR,
                        Map.of("gantry.monitor.autoscaler.scale-to-zero-grace-period", "1s"),
                        // It is of another node, so that what is told of a model is told by pods.
                        Service.LOADER,
                        Map.of(
                                "gantry.loader.warm.everything",
                                "false",
                                "gantry.loader.warm.labels",
                                "kubernetes.io/hostname=elsewhere"),
                        Service.DEPLOYER,
                        Map.of(
                                "kubeconfig",
                                node.kubeconfig().toString(),
                                "gantry.deployer.platform",
                                "kubernetes",
                                "gantry.deployer.resync",
                                "1s")));
    }

    private static void upload() throws IOException {
        try (Bucket bucket = Bucket.create(s3, "models")) {
            for (String file : new String[] {"model.onnx", "tokenizer.json"}) {
                bucket.put("minilm/" + file, Files.readAllBytes(suite.sampleModel().resolve(file)));
            }
            bucket.put(
                    "chat/tiny-q8.gguf",
                    Files.readAllBytes(
                            Installation.current().languageModel().resolve("tiny-q8.gguf")));
            bucket.put("html/model.onnx", "<html>404</html>".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void createNamespace() {
        node.client()
                .namespaces()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(RESTRICTED)
                                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                .endMetadata()
                                .build())
                .create();
    }

    /// Gives a namespace's pods the key to the models, as KServe has it.
    private static void allowModels(String namespace) {
        node.client()
                .secrets()
                .inNamespace(namespace)
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName("s3")
                                .addToAnnotations(
                                        "serving.kserve.io/s3-endpoint",
                                        s3.endpoint().getAuthority())
                                .addToAnnotations("serving.kserve.io/s3-usehttps", "0")
                                .addToAnnotations("serving.kserve.io/s3-region", "us-east-1")
                                .endMetadata()
                                .addToStringData("AWS_ACCESS_KEY_ID", s3.credentials().accessKey())
                                .addToStringData(
                                        "AWS_SECRET_ACCESS_KEY", s3.credentials().secretKey())
                                .build())
                .create();
        node.client()
                .serviceAccounts()
                .inNamespace(namespace)
                .resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("models")
                                .endMetadata()
                                .withSecrets(new ObjectReferenceBuilder().withName("s3").build())
                                .build())
                .create();
    }
}
