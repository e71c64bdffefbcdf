package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The devices of nodes, and those that pods of ours hold, to tell how many are missing where the
/// scheduler says that there are too few. Pods of others are not seen: no more are free than is
/// told. Written by informers, read from any thread.
final class NodeDevices {

    private static final String AWAY = "Unknown";

    /// By node and device. Nodes that take no pods have none.
    private final Map<String, Map<String, Long>> allocatable = new HashMap<>();

    /// By node and device.
    private final Map<String, Map<String, Long>> held = new HashMap<>();

    /// By the uid of a pod.
    private final Map<String, Share> shares = new HashMap<>();

    private record Share(String node, Map<String, Long> devices) {}

    /// How many of a device are free on a node.
    record Free(String node, long count) {}

    synchronized void saw(Node node) {
        Map<String, Long> devices = of(node);
        if (devices.isEmpty()) {
            allocatable.remove(node.getMetadata().getName());
        } else {
            allocatable.put(node.getMetadata().getName(), devices);
        }
    }

    synchronized void gone(Node node) {
        allocatable.remove(node.getMetadata().getName());
    }

    synchronized void saw(PodSighting pod) {
        gone(pod.uid());
        if (pod.node() != null && pod.ended() == null && !pod.devices().isEmpty()) {
            Share share = new Share(pod.node(), pod.devices());
            shares.put(pod.uid(), share);
            count(share, 1);
        }
    }

    synchronized void gone(String podUid) {
        Share share = shares.remove(podUid);
        if (share != null) {
            count(share, -1);
        }
    }

    private void count(Share share, int sign) {
        Map<String, Long> ofNode = held.computeIfAbsent(share.node(), _ -> new HashMap<>());
        share.devices().forEach((device, count) -> ofNode.merge(device, sign * count, Long::sum));
        ofNode.values().removeIf(count -> count == 0);
        if (ofNode.isEmpty()) {
            held.remove(share.node());
        }
    }

    /// The node with the most free ones of a device; empty when no node has any.
    synchronized Optional<Free> most(String device) {
        Free most = null;
        for (Map.Entry<String, Map<String, Long>> node : allocatable.entrySet()) {
            Long all = node.getValue().get(device);
            if (all != null) {
                long taken = held.getOrDefault(node.getKey(), Map.of()).getOrDefault(device, 0L);
                most = better(most, new Free(node.getKey(), Math.max(0, all - taken)));
            }
        }
        return Optional.ofNullable(most);
    }

    /// Among equals always the same, as what is told of it is news when it changes.
    private static Free better(@Nullable Free most, Free other) {
        return most == null
                        || other.count() > most.count()
                        || (other.count() == most.count()
                                && other.node().compareTo(most.node()) < 0)
                ? other
                : most;
    }

    private static Map<String, Long> of(Node node) {
        boolean closed =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        if (closed || node.getStatus() == null) {
            return Map.of();
        }
        boolean away =
                node.getStatus().getConditions().stream()
                        .anyMatch(each ->
                                "Ready".equals(each.getType()) && AWAY.equals(each.getStatus()));
        return away ? Map.of() : counts(Maps.orEmpty(node.getStatus().getAllocatable()));
    }

    /// What a pod asks for, as the scheduler counts: its containers together, or an init container
    /// that wants more than they do.
    static Map<String, Long> of(Pod pod) {
        Map<String, Long> all = new HashMap<>();
        limits(pod.getSpec().getContainers().stream().map(each -> each.getResources()))
                .forEach(each ->
                        each.forEach((device, count) -> all.merge(device, count, Long::sum)));
        limits(pod.getSpec().getInitContainers().stream().map(each -> each.getResources()))
                .forEach(each ->
                        each.forEach((device, count) -> all.merge(device, count, Math::max)));
        return Map.copyOf(all);
    }

    private static List<Map<String, Long>> limits(
            Stream<@Nullable ResourceRequirements> resources) {
        return resources
                .map(each ->
                        each == null ? Map.<String, Quantity>of() : Maps.orEmpty(each.getLimits()))
                .map(NodeDevices::counts)
                .toList();
    }

    /// Of the devices among resources; they are counted in whole numbers.
    private static Map<String, Long> counts(Map<String, Quantity> resources) {
        Map<String, Long> counts = new HashMap<>();
        resources.forEach((name, quantity) -> {
            if (Scheduling.isDevice(name)) {
                counts.put(name, quantity.getNumericalAmount().longValue());
            }
        });
        counts.values().removeIf(count -> count <= 0);
        return Map.copyOf(counts);
    }
}
