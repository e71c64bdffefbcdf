package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ServingRuntime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What users say of pods, and where Kubernetes is to put them.
class PodTest {
    private static final ServingRuntime RUNTIME =
            Rendered.runtime(
                    """
                    spec:
                      supportedModelFormats: [{name: onnx, autoSelect: true}]
                      labels: {a: runtime, b: runtime, c: runtime}
                      annotations: {a: runtime, b: runtime, autoscaling.knative.dev/min-scale: '1'}
                      containers: [{name: kserve-container, image: 's:1', resources: {claims: [{name: big}]}}]
                      hostIPC: true
                      nodeSelector: {disk: ssd, zone: a}
                      tolerations: [{key: old, operator: Exists}]
                      imagePullSecrets: [{name: ours}]
                      volumes:
                      - {name: shm, emptyDir: {medium: Memory}}
                      - {name: data, emptyDir: {}}
                      affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
                      replicas: 3
                    """);

    @ParameterizedTest
    @CsvSource({"90s, 90", "15m, 900", "1h30m, 5400"})
    void shouldGiveAModelTheTimeThatItSays(String said, int seconds) {
        assertThat(deadline(said)).isEqualTo(seconds);
    }

    @Test
    void shouldGiveAModelTenMinutesThatSaysNothing() {
        assertThat(
                        render("    minReplicas: 1\n")
                                .object("Deployment", "m-predictor")
                                .at("/spec/progressDeadlineSeconds")
                                .asInt())
                .isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "soon", "-5m", "1.5h", "10"})
    void shouldRefuseATimeThatIsNone(String said) {
        assertThat(Rendered.refused(ClusterLookup.NOTHING, withDeadline(said), RUNTIME).field())
                .isEqualTo("metadata.annotations[serving.knative.dev/progress-deadline]");
    }

    private static int deadline(String said) {
        return Rendered.of(withDeadline(said), RUNTIME)
                .object("Deployment", "m-predictor")
                .at("/spec/progressDeadlineSeconds")
                .asInt();
    }

    private static InferenceService withDeadline(String said) {
        return Rendered.service(
                "m",
                """
                metadata: {annotations: {serving.knative.dev/progress-deadline: '%s'}}
                spec: {predictor: {model: {modelFormat: {name: onnx}}}}
                """
                        .formatted(said));
    }

    @Test
    void shouldServeOnForAWhileWhenItIsToEnd() {
        JsonNode pod = render("    minReplicas: 1\n").pod("m-predictor");

        assertThat(pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(10);
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(40);
    }

    @Test
    void shouldLeaveHowItEndsToThoseWhoSaySo() {
        JsonNode pod =
                Rendered.of(
                                Rendered.service(
                                        "m",
                                        """
                                        spec:
                                          predictor:
                                            terminationGracePeriodSeconds: 7
                                            model:
                                              modelFormat: {name: onnx}
                                              lifecycle: {preStop: {exec: {command: [stop]}}}
                                        """),
                                RUNTIME)
                        .pod("m-predictor");

        assertThat(pod.at("/containers/0/lifecycle"))
                .isEqualTo(Rendered.json("{preStop: {exec: {command: [stop]}}}"));
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(7);
    }

    @Test
    void shouldMergeWhatRuntimeAndPredictorSayOfThePod() {
        Rendered rendered =
                render(
                        """
                            serviceAccountName: reader
                            schedulerName: gang
                            nodeSelector: {zone: b}
                            tolerations: [{key: gpu, operator: Exists}]
                            imagePullSecrets: [{name: mine}]
                            resourceClaims: [{name: big, resourceClaimTemplateName: gpu}]
                            volumes: [{name: data, configMap: {name: words}}]
                            initContainers: [{name: before, image: 'i:1'}]
                            affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: gpu, operator: Exists}]}]}}}
                            securityContext: {fsGroup: 7}
                        """);

        JsonNode pod = rendered.pod("m-predictor");
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("reader");
        assertThat(pod.path("schedulerName").asText()).isEqualTo("gang");
        assertThat(pod.path("hostIPC").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/fsGroup").asInt()).isEqualTo(7);
        assertThat(pod.path("nodeSelector")).isEqualTo(Rendered.json("{disk: ssd, zone: b}"));
        assertThat(pod.path("tolerations"))
                .isEqualTo(Rendered.json("[{key: gpu, operator: Exists}]"));
        assertThat(pod.path("imagePullSecrets"))
                .isEqualTo(Rendered.json("[{name: ours}, {name: mine}]"));
        assertThat(pod.path("resourceClaims"))
                .isEqualTo(Rendered.json("[{name: big, resourceClaimTemplateName: gpu}]"));
        assertThat(pod.at("/containers/0/resources/claims"))
                .isEqualTo(Rendered.json("[{name: big}]"));
        assertThat(pod.path("volumes"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: shm, emptyDir: {medium: Memory}}, {name: data, configMap: {name: words}}]"));
        assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("before");
        assertThat(
                        pod.at(
                                "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms"))
                .hasSize(1);
        assertThat(pod.path("affinity").has("podAntiAffinity")).isTrue();
        assertThat(pod.has("replicas")).isFalse();
    }

    @Test
    void shouldPreferNodesThatHaveTheModelBesideWhatTheUserPrefers() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model: {modelFormat: {name: onnx}}
                            affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: cheap, operator: Exists}]}}]}}
                        """);

        JsonNode preferred =
                Rendered.of(revision(service, List.of("n2", "n1", "n2")))
                        .pod("m-predictor")
                        .at(
                                "/affinity/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution");

        assertThat(preferred)
                .isEqualTo(
                        Rendered.json(
                                """
                                - {preference: {matchExpressions: [{key: cheap, operator: Exists}]}, weight: 1}
                                - {preference: {matchFields: [{key: metadata.name, operator: In, values: [n1]}]}, weight: 100}
                                - {preference: {matchFields: [{key: metadata.name, operator: In, values: [n2]}]}, weight: 100}
                                """));
    }

    @Test
    void shouldLimitDevicesToWhatIsRequested() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model:
                              modelFormat: {name: onnx}
                              resources:
                                requests: {cpu: '1', nvidia.com/mig-1g.5gb: '2', habana.ai/gaudi: '1', hugepages-2Mi: 4Mi}
                                limits: {habana.ai/gaudi: '2', memory: 1Gi}
                        """);

        assertThat(
                        Rendered.of(service, Rendered.PLAIN)
                                .container("m-predictor", "kserve-container")
                                .at("/resources/limits"))
                .isEqualTo(
                        Rendered.json(
                                "{habana.ai/gaudi: '2', memory: 1Gi, nvidia.com/mig-1g.5gb: '2', hugepages-2Mi: 4Mi}"));
    }

    @Test
    void shouldSpreadReplicasOverNodesUnlessTheUserSaysHow() {
        JsonNode spread = render("").pod("m-predictor").path("topologySpreadConstraints");
        assertThat(spread).hasSize(1);
        assertThat(spread.at("/0/whenUnsatisfiable").asText()).isEqualTo("ScheduleAnyway");
        assertThat(spread.at("/0/topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
        assertThat(spread.at("/0/labelSelector/matchLabels/app").asText())
                .isEqualTo("isvc.m-predictor");

        JsonNode own =
                render(
                                "    topologySpreadConstraints: [{maxSkew: 5, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]\n")
                        .pod("m-predictor")
                        .path("topologySpreadConstraints");
        assertThat(own).hasSize(1);
        assertThat(own.at("/0/maxSkew").asInt()).isEqualTo(5);
    }

    @Test
    void shouldTakeLabelsAndAnnotationsByKServesPrecedence() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        metadata:
                          labels: {b: service, c: service}
                          annotations: {b: service, kubectl.kubernetes.io/last-applied-configuration: '{}'}
                        spec:
                          predictor:
                            labels: {c: predictor}
                            annotations: {d: predictor}
                            model: {modelFormat: {name: onnx}}
                        """);

        JsonNode deployment = Rendered.of(service, RUNTIME).object("Deployment", "m-predictor");

        JsonNode expected =
                Rendered.json(
                        """
                        a: runtime
                        app: isvc.m-predictor
                        app.kubernetes.io/managed-by: gantry
                        b: service
                        c: predictor
                        component: predictor
                        gantry.io/revision: m-00001
                        serving.kserve.io/inferenceservice: m
                        """);
        assertThat(deployment.at("/metadata/labels")).isEqualTo(expected);
        assertThat(deployment.at("/spec/template/metadata/labels")).isEqualTo(expected);
        assertThat(deployment.at("/metadata/annotations"))
                .isEqualTo(
                        Rendered.json("{a: runtime, b: service, d: predictor, modelFormat: onnx}"));
    }

    /// So that turning a knob does not restart models.
    @Test
    void shouldNotTellPodsWhatIsMeantForGantry() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        metadata:
                          annotations:
                            serving.kserve.io/autoscalerClass: external
                            serving.kserve.io/enable-prometheus-scraping: 'true'
                            gantry.io/any: x
                            sidecar.istio.io/inject: 'false'
                        spec: {predictor: {model: {modelFormat: {name: onnx}}}}
                        """);

        JsonNode deployment =
                Rendered.of(service, Rendered.PLAIN).object("Deployment", "m-predictor");

        assertThat(deployment.at("/spec/template/metadata/annotations"))
                .isEqualTo(
                        Rendered.json(
                                """
                                modelFormat: onnx
                                prometheus.io/path: /metrics
                                prometheus.io/port: '8080'
                                prometheus.io/scrape: 'true'
                                sidecar.istio.io/inject: 'false'
                                """));
        assertThat(deployment.at("/metadata/annotations").has("serving.kserve.io/autoscalerClass"))
                .isTrue();
    }

    @Test
    void shouldKeepAStrategyOfTheUsers() {
        JsonNode recreate =
                render("    deploymentStrategy: {type: Recreate}\n")
                        .object("Deployment", "m-predictor")
                        .at("/spec/strategy");
        assertThat(recreate).isEqualTo(Rendered.json("{type: Recreate}"));

        JsonNode rolling =
                render("    deploymentStrategy: {rollingUpdate: {maxSurge: 1}}\n")
                        .object("Deployment", "m-predictor")
                        .at("/spec/strategy");
        assertThat(rolling)
                .isEqualTo(Rendered.json("{rollingUpdate: {maxSurge: 1}, type: RollingUpdate}"));
    }

    @Test
    void shouldTakeNumbersInQuotesForNumbers() {
        JsonNode update =
                render(
                                "    deploymentStrategy: {rollingUpdate: {maxSurge: '0', maxUnavailable: '50%'}}\n")
                        .object("Deployment", "m-predictor")
                        .at("/spec/strategy/rollingUpdate");

        assertThat(update).isEqualTo(Rendered.json("{maxSurge: 0, maxUnavailable: '50%'}"));
    }

    @Test
    void shouldLeadPort80ToTheFirstPortAndOthersToTheirOwn() {
        Rendered rendered =
                Rendered.of(
                        Rendered.service(
                                "m",
                                """
                                spec:
                                  predictor:
                                    model:
                                      modelFormat: {name: onnx}
                                      ports: [{name: h2c, containerPort: 9000}, {containerPort: 9001}, {name: dns, containerPort: 53, protocol: UDP}]
                                """),
                        Rendered.PLAIN);

        assertThat(rendered.object("Service", "m-predictor").at("/spec/ports"))
                .isEqualTo(
                        Rendered.json(
                                """
                                - {appProtocol: kubernetes.io/h2c, name: h2c, port: 80, protocol: TCP, targetPort: 9000}
                                - {name: port-9001, port: 9001, protocol: TCP, targetPort: 9001}
                                - {name: dns, port: 53, protocol: UDP, targetPort: 53}
                                """));
    }

    @Test
    void shouldReachATransformerInThePredictorsPod() {
        Rendered rendered =
                render(
                        """
                            containers: [{name: transformer-container, image: 't:1', ports: [{containerPort: 7}]}]
                        """);

        assertThat(rendered.object("Service", "m-predictor").at("/spec/ports/0/targetPort").asInt())
                .isEqualTo(7);
    }

    @Test
    void shouldRefuseAFieldOfAnotherTypeByItsPath() {
        InferenceService service =
                Rendered.service(
                        "m",
                        "spec: {predictor: {tolerations: [{tolerationSeconds: soon}], model: {modelFormat: {name: onnx}}}}");

        assertThat(Rendered.refused(ClusterLookup.NOTHING, service, Rendered.PLAIN).field())
                .isEqualTo("spec.predictor.tolerations[0].tolerationSeconds");
    }

    private static RenderOutcome revision(InferenceService service, List<String> warmNodes) {
        return new Renderer(RenderSettings.DEFAULT, ClusterLookup.NOTHING)
                .revision(
                        new RevisionRequest(
                                service,
                                Objects.requireNonNull(service.predictor()),
                                Rendered.PLAIN,
                                "m-00001",
                                "m-predictor",
                                List.of(),
                                warmNodes));
    }

    private static Rendered render(String predictor) {
        return Rendered.of(
                Rendered.service(
                        "m",
                        "spec:\n  predictor:\n    model: {modelFormat: {name: onnx}}\n"
                                + predictor),
                RUNTIME);
    }
}
