package io.gantry.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gantry.deployer.kubernetes.LogTails.Tail;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against fabric8's mock.
class LogTailsTest {

    private static final String POD =
            """
            metadata: {namespace: ml, name: iris-1, uid: pod-1, creationTimestamp: "2026-11-01T10:00:00Z"}
            spec:
              initContainers:
                - name: prepare
                  env:
                    - name: LOGIN
                      valueFrom: {secretKeyRef: {name: login, key: word}}
              containers:
                - name: kserve-container
                  image: server:1
                  env: [{name: DB_PASSWORD, value: plain-word}, {name: MODE, value: verbose}]
                  envFrom: [{secretRef: {name: all}}]
            status:
              containerStatuses:
                - name: kserve-container
                  restartCount: 1
                  state: {waiting: {reason: CrashLoopBackOff}}
                  lastState:
                    terminated:
                      exitCode: 1
                      message: "verbose: neither sesame nor plain-word nor one-of-many is right"
            """;

    private final MockApiServer server = new MockApiServer();
    private final LogTails tails = new LogTails(server.client());
    private final AtomicInteger arrived = new AtomicInteger();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTakeSecretsOutOfATerminationMessage() {
        secret("login", "word", "sesame");
        secret("all", "anything", "one-of-many");
        PodSighting pod = create();

        assertThat(tail(pod)).isEmpty();

        await().untilAsserted(() ->
                assertThat(tail(pod).flatMap(Tail::message))
                        .contains("verbose: neither *** nor *** nor *** is right"));
        await().untilAsserted(() -> assertThat(arrived).hasValue(1));
    }

    private Optional<Tail> tail(PodSighting pod) {
        return tails.of(pod, pod.containers().getFirst(), arrived::incrementAndGet);
    }

    private PodSighting create() {
        Pod pod = Serialization.unmarshal(POD, Pod.class);
        server.client().pods().resource(pod).create();
        return PodSighting.of(pod);
    }

    private void secret(String name, String key, String value) {
        server.client()
                .secrets()
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace("ml")
                                .withName(name)
                                .endMetadata()
                                .addToData(
                                        Map.of(
                                                key,
                                                Base64.getEncoder()
                                                        .encodeToString(
                                                                value.getBytes(
                                                                        StandardCharsets.UTF_8))))
                                .build())
                .create();
    }
}
