package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.kube.render.Typed;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadsTest {

    private static final String KEY =
            "{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: AWS_ACCESS_KEY_ID}}}";
    private static final String ENDPOINT = "{name: AWS_ENDPOINT_URL, value: http://s3}";
    private static final String GOOGLE = "{name: user-gcp-sa, secret: {secretName: gcp%s}}";

    /// As the API server answers.
    private static final Deployment RUNNING =
            deployment("loader:1", KEY + ", " + ENDPOINT, GOOGLE.formatted(", defaultMode: 420"));

    @Test
    void shouldLeaveOutTheDownloaderAndWhatItAloneMounts() {
        PodSpec pod = pod(Typed.of(Downloads.without(RUNNING), Deployment.class, "it"));

        assertThat(pod.getInitContainers()).extracting(Container::getName).containsExactly("mine");
        assertThat(pod.getVolumes()).extracting(Volume::getName).containsExactly("models", "last");
        assertThat(Downloads.of(RUNNING)).hasSize(2);
        assertThat(Downloads.templates(Typed.tree(RUNNING))).hasSize(1);
    }

    @Test
    void shouldKeepTheLoaderOfPodsThatRunWhenAnotherVersionAndMoreSecretsAreThere() {
        Deployment rendered =
                deployment(
                        "loader:2",
                        KEY
                                + ", "
                                + ENDPOINT
                                + ", {name: HF_TOKEN, valueFrom: {secretKeyRef: {name: hf, key: HF_TOKEN}}}",
                        "{name: hdfs-secrets, secret: {secretName: hdfs}}, "
                                + GOOGLE.formatted(""));

        PodSpec kept = pod(Downloads.kept(rendered, RUNNING).orElseThrow());

        assertThat(kept).isEqualTo(pod(RUNNING));
        Container loader = kept.getInitContainers().get(1);
        assertThat(loader.getImage()).isEqualTo("loader:1");
        assertThat(loader.getEnv())
                .extracting(EnvVar::getName)
                .containsExactly("AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a secret that is gone | {name: AWS_ENDPOINT_URL, value: http://s3} | {name: user-gcp-sa, secret: {secretName: gcp}}
                    another secret | {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: new, key: AWS_ACCESS_KEY_ID}}}, {name: AWS_ENDPOINT_URL, value: http://s3} | {name: user-gcp-sa, secret: {secretName: gcp}}
                    another address | {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: AWS_ACCESS_KEY_ID}}}, {name: AWS_ENDPOINT_URL, value: http://other} | {name: user-gcp-sa, secret: {secretName: gcp}}
                    a file of another secret | {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s3, key: AWS_ACCESS_KEY_ID}}}, {name: AWS_ENDPOINT_URL, value: http://s3} | {name: user-gcp-sa, secret: {secretName: other}}
                    """)
    void shouldNotKeepWhatMayDownloadNoLonger(String why, String env, String volume) {
        assertThat(Downloads.kept(deployment("loader:1", env, volume), RUNNING)).as(why).isEmpty();
    }

    @Test
    void shouldKeepTheLoadersOfAllPodsOfAGroup() {
        Optional<GenericKubernetesResource> kept =
                Downloads.kept(group("loader:2"), group("loader:1"));

        assertThat(kept).contains(group("loader:1"));
        assertThat(Downloads.of(group("loader:1"))).hasSize(2);
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static Deployment deployment(String image, String env, String volumes) {
        String mounts = volumes.contains("hdfs") ? "{name: hdfs-secrets, mountPath: /h}, " : "";
        return Serialization.unmarshal(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: m, namespace: default}
                spec:
                  template:
                    metadata: {labels: {app: m}}
                    spec:
                      initContainers:
                        - {name: mine, image: 'mine:1'}
                        - name: storage-initializer
                          image: %s
                          env: [%s]
                          volumeMounts: [{name: models, mountPath: /mnt}, %s{name: user-gcp-sa, mountPath: /g}]
                      containers: [{name: kserve-container, volumeMounts: [{name: models, mountPath: /mnt}]}]
                      volumes: [{name: models, emptyDir: {}}, %s, {name: last, emptyDir: {}}]
                """
                        .formatted(image, env, mounts, volumes),
                Deployment.class);
    }

    private static GenericKubernetesResource group(String image) {
        return Serialization.unmarshal(
                """
                apiVersion: leaderworkerset.x-k8s.io/v1
                kind: LeaderWorkerSet
                metadata: {name: m, namespace: default}
                spec:
                  leaderWorkerTemplate:
                    leaderTemplate: {spec: {initContainers: [{name: storage-initializer, image: %1$s}]}}
                    workerTemplate: {spec: {initContainers: [{name: storage-initializer-2, image: %1$s}]}}
                """
                        .formatted(image),
                GenericKubernetesResource.class);
    }
}
