package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gantry.deployer.platform.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The last lines that containers have written, read in the background and once for each time that
/// a container was started. Values of secrets that the container has as variables are taken out.
final class LogTails {

    private static final int LINES = 20;
    private static final int MOST_CHARACTERS = 8_000;
    private static final int MOST = 500;
    private static final int AT_ONCE = 4;

    private final KubernetesClient client;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    /// Empty while it is read, and when it cannot be.
    private final Map<Run, Optional<String>> known =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Run, Optional<String>> eldest) {
                    return size() > MOST;
                }
            };

    LogTails(KubernetesClient client) {
        this.client = client;
    }

    /// From one start of a container to the next.
    private record Run(String podUid, String container, int restarts, boolean ended) {}

    /// @param arrived called when it is known later
    Optional<String> of(PodSighting pod, ContainerSighting container, Runnable arrived) {
        Run run =
                new Run(
                        pod.uid(),
                        container.name(),
                        container.restarts(),
                        container.runningSince() == null);
        synchronized (known) {
            Optional<String> tail = known.putIfAbsent(run, Optional.empty());
            if (tail != null) {
                return tail;
            }
        }
        Thread.ofVirtual()
                .name("log of " + pod.name())
                .start(() -> {
                    Optional<String> tail = read(pod, container);
                    synchronized (known) {
                        known.put(run, tail);
                    }
                    if (tail.isPresent()) {
                        arrived.run();
                    }
                });
        return Optional.empty();
    }

    private Optional<String> read(PodSighting pod, ContainerSighting container) {
        permits.acquireUninterruptibly();
        try {
            var inCluster = client.pods().inNamespace(pod.namespace()).withName(pod.name());
            Pod whole = inCluster.get();
            if (whole == null) {
                return Optional.empty();
            }
            var output = inCluster.inContainer(container.name());
            // What waits to be started again has its last words in the log of the run before.
            String log =
                    container.waiting() == null
                            ? output.tailingLines(LINES).getLog()
                            : output.terminated().tailingLines(LINES).getLog();
            String clean = redaction(whole, container.name()).redacted(log).strip();
            return clean.isEmpty()
                    ? Optional.empty()
                    : Optional.of(clean.substring(Math.max(0, clean.length() - MOST_CHARACTERS)));
        } catch (KubernetesClientException e) {
            // The failure is told without it: a node that is lost, for example, gives no logs.
            return Optional.empty();
        } finally {
            permits.release();
        }
    }

    private Redaction redaction(Pod pod, String container) {
        Map<String, String> variables = new HashMap<>();
        pod.getSpec().getContainers().stream()
                .filter(each -> each.getName().equals(container))
                .map(Container::getEnv)
                .flatMap(each -> each.stream())
                .forEach(variable -> addTo(variables, pod, variable));
        return new Redaction(variables);
    }

    private void addTo(Map<String, String> variables, Pod pod, EnvVar variable) {
        if (variable.getValue() != null) {
            variables.put(variable.getName(), variable.getValue());
        } else if (variable.getValueFrom() != null
                && variable.getValueFrom().getSecretKeyRef() != null) {
            SecretKeySelector of = variable.getValueFrom().getSecretKeyRef();
            Secret secret =
                    client.secrets()
                            .inNamespace(pod.getMetadata().getNamespace())
                            .withName(of.getName())
                            .get();
            if (secret != null) {
                String value = Maps.orEmpty(secret.getData()).getOrDefault(of.getKey(), "");
                // Whatever the variable's name is.
                variables.put(
                        "secret " + variable.getName(),
                        new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
            }
        }
    }
}
