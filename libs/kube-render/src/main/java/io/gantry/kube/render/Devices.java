package io.gantry.kube.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Resources that cannot be shared beyond their number, such as GPUs: Kubernetes wants a limit
/// wherever they are requested, and the same one. A runtime that only requests them is meant the
/// same.
final class Devices {
    private static final String OF_KUBERNETES = "kubernetes.io/";
    private static final String HUGE_PAGES = "hugepages-";

    private Devices() {}

    /// Gives every request for a device its limit, where the container has none for it.
    static void limit(ObjectNode container) {
        for (Map.Entry<String, JsonNode> request :
                container.path("resources").path("requests").properties()) {
            String name = request.getKey();
            if (isDevice(name) && !container.path("resources").path("limits").has(name)) {
                container.withObject("/resources/limits").set(name, request.getValue());
            }
        }
    }

    private static boolean isDevice(String name) {
        return (name.contains("/") && !name.startsWith(OF_KUBERNETES))
                || name.startsWith(HUGE_PAGES);
    }
}
