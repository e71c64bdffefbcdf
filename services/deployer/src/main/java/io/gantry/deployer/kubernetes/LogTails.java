package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.gantry.deployer.kubernetes.ContainerSighting.End;
import io.gantry.deployer.platform.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What containers have written last, read in the background and once for each time that a
/// container was started. Values of secrets that containers of the pod have as variables are taken
/// out.
final class LogTails {

    private static final int LINES = 20;
    private static final int MOST_CHARACTERS = 8_000;
    private static final int MOST = 500;
    private static final int AT_ONCE = 4;

    private final KubernetesClient client;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    /// Empty while it is read, and when it cannot be.
    private final Map<Run, Optional<Tail>> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Run, Optional<Tail>> eldest) {
                    return size() > MOST;
                }
            };

    LogTails(KubernetesClient client) {
        this.client = client;
    }

    /// @param log the last lines; empty when it has written none, or they cannot be had
    /// @param message what it has left as its termination message
    record Tail(Optional<String> log, Optional<String> message) {}

    /// From one start of a container to the next.
    private record Run(String podUid, String container, int restarts, boolean ended) {}

    /// @param arrived called when it is known later
    Optional<Tail> of(PodSighting pod, ContainerSighting container, Runnable arrived) {
        Run run =
                new Run(
                        pod.uid(),
                        container.name(),
                        container.restarts(),
                        container.runningSince() == null);
        synchronized (known) {
            Optional<Tail> tail = known.putIfAbsent(run, Optional.empty());
            if (tail != null) {
                return tail;
            }
        }
        Thread.ofVirtual()
                .name("log of " + pod.name())
                .start(() -> {
                    Optional<Tail> tail = read(pod, container);
                    synchronized (known) {
                        known.put(run, tail);
                    }
                    if (tail.isPresent()) {
                        arrived.run();
                    }
                });
        return Optional.empty();
    }

    private Optional<Tail> read(PodSighting pod, ContainerSighting container) {
        permits.acquireUninterruptibly();
        try {
            PodResource inCluster = client.pods().inNamespace(pod.namespace()).withName(pod.name());
            Pod whole = inCluster.get();
            if (whole == null) {
                return Optional.empty();
            }
            Redaction redaction = redaction(whole);
            End end = container.ended();
            return Optional.of(
                    new Tail(
                            clean(redaction, log(inCluster, container)),
                            clean(redaction, end == null ? null : end.message())));
        } catch (KubernetesClientException e) {
            // What cannot be cleaned is not shown.
            return Optional.empty();
        } finally {
            permits.release();
        }
    }

    private static @Nullable String log(PodResource pod, ContainerSighting container) {
        try {
            var output = pod.inContainer(container.name());
            // What waits to be started again has its last words in the log of the run before.
            return container.waiting() == null
                    ? output.tailingLines(LINES).getLog()
                    : output.terminated().tailingLines(LINES).getLog();
        } catch (KubernetesClientException e) {
            // A node that is lost, for example, gives no logs.
            return null;
        }
    }

    private static Optional<String> clean(Redaction redaction, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(redaction::redacted)
                .map(String::strip)
                .filter(clean -> !clean.isEmpty())
                .map(clean -> clean.substring(Math.max(0, clean.length() - MOST_CHARACTERS)));
    }

    private Redaction redaction(Pod pod) {
        Map<String, String> variables = new HashMap<>();
        Stream.concat(
                        pod.getSpec().getInitContainers().stream(),
                        pod.getSpec().getContainers().stream())
                .forEach(container -> {
                    container.getEnv().forEach(each -> addTo(variables, pod, each));
                    container.getEnvFrom().forEach(each -> addTo(variables, pod, each));
                });
        return new Redaction(variables);
    }

    private void addTo(Map<String, String> variables, Pod pod, EnvFromSource source) {
        if (source.getSecretRef() != null) {
            secret(pod, source.getSecretRef().getName())
                    .forEach((key, value) -> addSecret(variables, key, value));
        }
    }

    private void addTo(Map<String, String> variables, Pod pod, EnvVar variable) {
        if (variable.getValue() != null) {
            variables.put(variable.getName(), variable.getValue());
        } else if (variable.getValueFrom() != null
                && variable.getValueFrom().getSecretKeyRef() != null) {
            SecretKeySelector of = variable.getValueFrom().getSecretKeyRef();
            String value = secret(pod, of.getName()).get(of.getKey());
            if (value != null) {
                addSecret(variables, of.getKey(), value);
            }
        }
    }

    /// Whatever it is called.
    private static void addSecret(Map<String, String> variables, String key, String value) {
        variables.put(
                "secret %s %d".formatted(key, variables.size()),
                new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
    }

    private Map<String, String> secret(Pod pod, String name) {
        Secret secret =
                client.secrets().inNamespace(pod.getMetadata().getNamespace()).withName(name).get();
        return secret == null ? Map.of() : Maps.orEmpty(secret.getData());
    }
}
