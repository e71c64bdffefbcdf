package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorLogs;
import io.gantry.kserve.defaults.Defaulting;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The output of a revision's pods, read from the cluster. A position is the time of the last line,
/// in nanoseconds, as Kubernetes counts no bytes.
final class PodLogs implements PredictorLogs {

    private final KubernetesClient client;
    private final PredictorKey key;

    /// By the names of pods, the oldest first, the container that serves.
    private final Map<String, String> pods = new LinkedHashMap<>();

    PodLogs(KubernetesClient client, PredictorKey key, Collection<PodSighting> pods) {
        this.client = client;
        this.key = key;
        pods.stream()
                .sorted(Comparator.comparing(PodSighting::created).thenComparing(PodSighting::name))
                .forEach(pod -> this.pods.put(pod.name(), container(pod)));
    }

    /// Before its containers are known, that of an InferenceService.
    private static String container(PodSighting pod) {
        return pod.serving().map(ContainerSighting::name).orElse(Defaulting.PREDICTOR_CONTAINER);
    }

    @Override
    public List<String> replicas() {
        return List.copyOf(pods.keySet());
    }

    @Override
    public Chunk tail(String replica, int lines) throws IOException {
        try {
            return chunk(
                    client.pods()
                            .inNamespace(key.namespace())
                            .withName(replica)
                            .inContainer(pods.get(replica))
                            .usingTimestamps()
                            .tailingLines(lines)
                            .getLog(),
                    0);
        } catch (KubernetesClientException e) {
            throw unreadable(replica, e);
        }
    }

    @Override
    public Chunk since(String replica, long position) throws IOException {
        Instant last = Instant.ofEpochSecond(0, position);
        try {
            return chunk(
                    client.pods()
                            .inNamespace(key.namespace())
                            .withName(replica)
                            .inContainer(pods.get(replica))
                            .usingTimestamps()
                            .sinceTime(last.toString())
                            .getLog(),
                    position);
        } catch (KubernetesClientException e) {
            throw unreadable(replica, e);
        }
    }

    /// The lines after a position, without their times.
    static Chunk chunk(String log, long position) {
        StringBuilder text = new StringBuilder();
        long next = position;
        for (String line : log.lines().toList()) {
            int space = line.indexOf(' ');
            long time = space < 0 ? 0 : nanos(line.substring(0, space));
            if (time == 0 || time > position) {
                text.append(time == 0 ? line : line.substring(space + 1)).append('\n');
                next = Math.max(next, time);
            }
        }
        return new Chunk(text.toString(), next);
    }

    private static long nanos(String time) {
        try {
            Instant instant = Instant.parse(time);
            return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static IOException unreadable(String pod, KubernetesClientException e) {
        return new IOException(
                "The log of pod %s cannot be read: %s".formatted(pod, e.getMessage()), e);
    }
}
