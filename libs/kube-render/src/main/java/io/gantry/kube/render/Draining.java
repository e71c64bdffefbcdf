package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Pods that are to end go on serving for a while: whoever sends them requests learns of it only
/// then, and what they have begun is to be answered. KServe leaves that to Knative's queue-proxy;
/// without one, each pod that ends loses requests.
final class Draining {
    private static final int SECONDS = 10;

    /// What Kubernetes gives pods that do not say.
    private static final int GRACE_SECONDS = 30;

    private static final String GRACE = "terminationGracePeriodSeconds";

    private Draining() {}

    /// Kubernetes waits in a hook of its own (Pod API, `lifecycle.preStop.sleep`), so the images
    /// need no shell. Containers with a hook of their own are left alone.
    static void add(PodDraft draft) {
        draft.containers()
                .filter(container -> !container.has("lifecycle"))
                .forEach(container ->
                        container.withObject("/lifecycle/preStop/sleep").put("seconds", SECONDS));
        ObjectNode spec = draft.spec();
        if (!spec.has(GRACE)) {
            spec.put(GRACE, SECONDS + GRACE_SECONDS);
        }
    }
}
