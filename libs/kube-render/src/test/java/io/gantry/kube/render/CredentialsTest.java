package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.InferenceService;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// As whom a model is downloaded.
class CredentialsTest {
    private static final Map<String, String> NONE = Map.of();
    private static final String MODEL = "model: {modelFormat: {name: onnx}, storageUri: s3://b/m}";
    private static final String PREFIX = "serving.kserve.io/s3-";

    @Test
    void shouldReferToTheServiceAccountsSecrets() {
        KnownCluster cluster =
                new KnownCluster()
                        .account("reader", NONE, "s3", "gone", "hub")
                        .secret(
                                "s3",
                                Map.of(PREFIX + "endpoint", "minio:9000", PREFIX + "usehttps", "0"),
                                "awsAccessKeyID",
                                "AWS_SECRET_ACCESS_KEY")
                        .secret("hub", NONE, "HF_TOKEN", "other");

        JsonNode env = env(cluster, "serviceAccountName: reader, ");

        assertThat(env)
                .isEqualTo(
                        Rendered.json(
                                """
                                - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: awsAccessKeyID}}}
                                - {name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: s3, key: AWS_SECRET_ACCESS_KEY}}}
                                - {name: S3_USE_HTTPS, value: '0'}
                                - {name: S3_ENDPOINT, value: 'minio:9000'}
                                - {name: AWS_ENDPOINT_URL, value: 'http://minio:9000'}
                                - {name: HF_TOKEN, valueFrom: {secretKeyRef: {name: hub, key: HF_TOKEN}}}
                                """));
    }

    @Test
    void shouldUseTheNamespacesDefaultAccount() {
        KnownCluster cluster =
                new KnownCluster().account("default", NONE, "hub").secret("hub", NONE, "HF_TOKEN");

        assertThat(env(cluster, "")).hasSize(1);
    }

    @Test
    void shouldUseTheRuntimesAccountWhereThePredictorNamesNone() {
        KnownCluster cluster =
                new KnownCluster().account("ours", NONE, "hub").secret("hub", NONE, "HF_TOKEN");

        Rendered rendered =
                Rendered.of(
                        RenderSettings.DEFAULT,
                        cluster,
                        service("", ""),
                        Rendered.runtime(
                                """
                                spec:
                                  supportedModelFormats: [{name: onnx, autoSelect: true}]
                                  serviceAccountName: ours
                                  containers: [{name: kserve-container, image: 's:1'}]
                                """));

        assertThat(loader(rendered).path("env")).hasSize(1);
        assertThat(rendered.pod("m-predictor").path("serviceAccountName").asText())
                .isEqualTo("ours");
    }

    @Test
    void shouldUseOnlyTheSecretThatTheServiceNames() {
        KnownCluster cluster =
                new KnownCluster()
                        .account("default", NONE, "hub")
                        .secret("hub", NONE, "HF_TOKEN")
                        .secret("mine", NONE, "AZ_CLIENT_ID", "AZURE_CLIENT_SECRET");

        assertThat(loader(annotated(cluster, "mine")).path("env"))
                .isEqualTo(
                        Rendered.json(
                                """
                                - {name: AZURE_CLIENT_ID, valueFrom: {secretKeyRef: {name: mine, key: AZ_CLIENT_ID}}}
                                - {name: AZURE_CLIENT_SECRET, valueFrom: {secretKeyRef: {name: mine, key: AZURE_CLIENT_SECRET}}}
                                """));
    }

    @Test
    void shouldRefuseASecretThatIsNotThere() {
        InferenceService service = service(annotation("mine"), "");

        assertThat(Rendered.refused(new KnownCluster(), service, Rendered.PLAIN).message())
                .isEqualTo("there is no secret of this name in the namespace \"models\"");
        // Files do not tell of all that a cluster has.
        assertThat(loader(Rendered.of(service, Rendered.PLAIN)).has("env")).isFalse();
    }

    @Test
    void shouldMountGooglesKeyAsAFile() {
        KnownCluster cluster =
                new KnownCluster().secret("mine", NONE, "gcloud-application-credentials.json");

        Rendered rendered = annotated(cluster, "mine");

        assertThat(loader(rendered).path("env"))
                .isEqualTo(
                        Rendered.json(
                                "[{name: GOOGLE_APPLICATION_CREDENTIALS, value: /var/secrets/gcloud-application-credentials.json}]"));
        assertThat(
                        Rendered.named(rendered.pod("m-predictor").path("volumes"), "user-gcp-sa")
                                .at("/secret/secretName")
                                .asText())
                .isEqualTo("mine");
        assertThat(
                        Rendered.named(loader(rendered).path("volumeMounts"), "user-gcp-sa")
                                .path("readOnly")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void shouldLeaveTheHostOfHeadersInTheirSecret() {
        KnownCluster cluster =
                new KnownCluster()
                        .account("default", NONE, "one", "two")
                        .secret("one", NONE, "https-host", "headers")
                        .secret("two", NONE, "https-host", "headers");

        assertThat(env(cluster, ""))
                .extracting(each -> each.path("name").asText())
                .containsExactly(
                        "GANTRY_HTTPS_HOST_0",
                        "GANTRY_HTTPS_HEADERS_0",
                        "GANTRY_HTTPS_HOST_1",
                        "GANTRY_HTTPS_HEADERS_1");
    }

    @Test
    void shouldTellOfARolesRegionAndOfCertificates() {
        KnownCluster cluster =
                new KnownCluster()
                        .account(
                                "default",
                                Map.of(
                                        "eks.amazonaws.com/role-arn",
                                        "arn:aws:iam::1:role/r",
                                        PREFIX + "region",
                                        "eu-west-1",
                                        PREFIX + "cabundle-configmap",
                                        "ca"));

        Rendered rendered =
                Rendered.of(RenderSettings.DEFAULT, cluster, service("", ""), Rendered.PLAIN);

        JsonNode env = loader(rendered).path("env");
        assertThat(Rendered.named(env, "AWS_DEFAULT_REGION").path("value").asText())
                .isEqualTo("eu-west-1");
        assertThat(Rendered.named(env, "AWS_CA_BUNDLE").path("value").asText())
                .isEqualTo("/etc/ssl/custom-certs/cabundle.crt");
        assertThat(
                        Rendered.named(loader(rendered).path("volumeMounts"), "cabundle-cert")
                                .path("mountPath")
                                .asText())
                .isEqualTo("/etc/ssl/custom-certs");
    }

    @Test
    void shouldHandOverAKeyOfTheStorageSecret() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model:
                              modelFormat: {name: onnx}
                              storage: {key: minio, path: a/m, parameters: {region: x}}
                        """);

        JsonNode loader = loader(Rendered.of(service, Rendered.PLAIN));

        assertThat(loader.at("/args/1").asText()).isEqualTo("storage://minio/a/m");
        assertThat(loader.path("env"))
                .isEqualTo(
                        Rendered.json(
                                """
                                - {name: STORAGE_CONFIG, valueFrom: {secretKeyRef: {name: storage-config, key: minio}}}
                                - {name: STORAGE_OVERRIDE_CONFIG, value: '{"region":"x"}'}
                                """));
    }

    @Test
    void shouldSpellOutAPlaceThatParametersGive() {
        InferenceService service =
                Rendered.service(
                        "m",
                        """
                        spec:
                          predictor:
                            model:
                              modelFormat: {name: onnx}
                              storage: {path: a/m, parameters: {type: s3, bucket: b}}
                        """);

        JsonNode loader = loader(Rendered.of(service, Rendered.PLAIN));

        assertThat(loader.at("/args/1").asText()).isEqualTo("s3://b/a/m");
        assertThat(loader.at("/env/0/valueFrom/secretKeyRef"))
                .isEqualTo(
                        Rendered.json("{name: storage-config, key: default_s3, optional: true}"));
    }

    private static JsonNode env(KnownCluster cluster, String predictor) {
        Rendered rendered =
                Rendered.of(
                        RenderSettings.DEFAULT, cluster, service("", predictor), Rendered.PLAIN);
        return loader(rendered).path("env");
    }

    private static Rendered annotated(KnownCluster cluster, String secret) {
        return Rendered.of(
                RenderSettings.DEFAULT, cluster, service(annotation(secret), ""), Rendered.PLAIN);
    }

    private static String annotation(String secret) {
        return "metadata: {annotations: {serving.kserve.io/storageSecretName: %s}}\n"
                .formatted(secret);
    }

    private static InferenceService service(String metadata, String predictor) {
        return Rendered.service(
                "m", "%sspec: {predictor: {%s%s}}".formatted(metadata, predictor, MODEL));
    }

    private static JsonNode loader(Rendered rendered) {
        return rendered.initContainer("m-predictor", "storage-initializer");
    }
}
