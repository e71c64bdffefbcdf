package io.gantry.deployer.kubernetes;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What kube-scheduler says of a pod that no node takes, for example `0/5 nodes are available: 3
/// Insufficient nvidia.com/gpu, 2 node(s) had untolerated taint {gpu: }. preemption: …`
/// (pkg/scheduler/framework/types.go, FitError).
final class Scheduling {

    private static final Pattern NODES =
            Pattern.compile("^0/(\\d+) nodes are available: (.*)", Pattern.DOTALL);
    private static final Pattern INSUFFICIENT = Pattern.compile("(\\d+) Insufficient ([\\w./-]+)");

    /// Devices that a pod gets by resource claims. The scheduler does not say of which claim it
    /// found none, nor of which kind, so this stands for all of them.
    static final String CLAIMED = "resource.k8s.io/resourceclaims";

    /// Its plugin for them (pkg/scheduler/framework/plugins/dynamicresources of 1.34), of a node.
    private static final String NOT_ALLOCATED = "cannot allocate all claims";

    /// What the plugins say that look for a way out, which may repeat what the others have said.
    private static final String WAYS_OUT =
            "\\.? ?(?:preemption:|no new claims|still not schedulable|de(?:allocation|letion) of ResourceClaim)";

    /// The scheduler's plugin for volumes (pkg/scheduler/framework/plugins/volumebinding).
    private static final Pattern VOLUMES =
            Pattern.compile(
                    "persistent ?volume|pvc\\(s\\)|volume node affinity|free storage",
                    Pattern.CASE_INSENSITIVE);

    private Scheduling() {}

    /// Devices are named `vendor/device`, other than memory and CPU.
    static boolean isDevice(String resource) {
        return resource.contains("/");
    }

    /// @param what that no node takes, in words
    /// @param wanted devices that it asks for
    /// @param there the devices that there are
    static Failure failure(
            String what, String message, Map<String, Long> wanted, NodeDevices there) {
        Matcher nodes = NODES.matcher(message);
        List<String> scarce = scarce(message);
        if (scarce.isEmpty() && VOLUMES.matcher(message).find()) {
            return Failure.of(
                    FailureReason.VOLUME_UNAVAILABLE,
                    "A volume of %s is not there: %s"
                            .formatted(what, nodes.find() ? reasons(nodes) : message),
                    "Create the PersistentVolumeClaim in the service's namespace, or correct its name; kubectl describe pvc says why one is not bound.");
        }
        if (!nodes.find()) {
            return unschedulable(
                    "No node takes %s: %s".formatted(what, message),
                    "Look at the pods with `kubectl describe`.");
        }
        return unschedulable(
                "None of %s nodes takes %s: %s%s"
                        .formatted(
                                nodes.group(1),
                                what,
                                reasons(nodes),
                                missing(scarce, wanted, there)),
                scarce.isEmpty()
                        ? "Add a node that the pod may run on, or change its nodeSelector, affinity or tolerations."
                        : "Add nodes with free %s, or ask for less of it; what replaces a running revision takes over its place."
                                .formatted(words(scarce)));
    }

    private static String words(List<String> scarce) {
        return scarce.stream()
                .map(each -> each.equals(CLAIMED) ? "devices for its resource claims" : each)
                .collect(Collectors.joining(" and "));
    }

    /// How many of each scarce device are missing, and where the fewest are. Nothing is said where
    /// pods of others hold them, or another rule keeps a replica from nodes that have some.
    private static String missing(
            List<String> scarce, Map<String, Long> wanted, NodeDevices there) {
        StringBuilder all = new StringBuilder();
        for (String device : scarce) {
            long needed = wanted.getOrDefault(device, 0L);
            NodeDevices.Free most = there.most(device).orElse(null);
            if (needed > 0 && most == null) {
                all.append(". No node that takes pods has any ").append(device);
            } else if (most != null && most.count() < needed) {
                all.append(
                        ". It needs %d %s on one node; the most free on one is %d (%s), short by %d"
                                .formatted(
                                        needed,
                                        device,
                                        most.count(),
                                        most.node(),
                                        needed - most.count()));
            }
        }
        return all.toString();
    }

    private static String reasons(Matcher nodes) {
        return nodes.group(2).split(WAYS_OUT, 2)[0].strip();
    }

    /// The resources of which too little is free, for example `nvidia.com/gpu`.
    static List<String> scarce(String message) {
        List<String> resources = new ArrayList<>();
        String ofNodes = message.split(WAYS_OUT, 2)[0];
        Matcher found = INSUFFICIENT.matcher(ofNodes);
        while (found.find()) {
            String resource = found.group(2).replaceAll("[.,]+$", "");
            if (!resources.contains(resource)) {
                resources.add(resource);
            }
        }
        if (ofNodes.contains(NOT_ALLOCATED)) {
            resources.add(CLAIMED);
        }
        return resources;
    }

    private static Failure unschedulable(String message, String remedy) {
        return Failure.of(FailureReason.UNSCHEDULABLE, message, remedy);
    }
}
