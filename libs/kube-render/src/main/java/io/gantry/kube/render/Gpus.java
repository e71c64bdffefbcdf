package io.gantry.kube.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.kserve.validate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The GPUs that a container asks for, whatever their maker calls them.
final class Gpus {
    private static final String NVIDIA = "nvidia.com/gpu";
    private static final List<String> KNOWN =
            List.of(NVIDIA, "amd.com/gpu", "intel.com/gpu", "habana.ai/gaudi");

    private final List<String> names;

    private Gpus(List<String> names) {
        this.names = names;
    }

    /// The known ones, and those that the annotation adds, a JSON list.
    static Gpus of(Workload workload) {
        List<String> names = new ArrayList<>(KNOWN);
        String more = workload.annotation(Annotations.GPU_RESOURCE_TYPES);
        try {
            if (more != null) {
                KServeJson.mapper().readTree(more).forEach(name -> names.add(name.asText()));
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    "metadata.annotations[\"%s\"]".formatted(Annotations.GPU_RESOURCE_TYPES),
                    more,
                    "not readable as JSON",
                    "write [\"name\"]");
        }
        return new Gpus(names);
    }

    /// How many the container requests; 0 for none.
    int requested(ObjectNode container) {
        return names.stream()
                .map(name -> container.path("resources").path("requests").path(name))
                .filter(quantity -> !quantity.isMissingNode())
                .map(JsonNode::asInt)
                .filter(count -> count > 0)
                .findFirst()
                .orElse(0);
    }

    /// Has the container ask for so many of the kind that it asks for, of NVIDIA's if it asks for
    /// none.
    void set(ObjectNode container, int count) {
        String name =
                asked(container, "limits").or(() -> asked(container, "requests")).orElse(NVIDIA);
        ObjectNode resources = container.withObject("/resources");
        resources.withObject("/limits").put(name, Integer.toString(count));
        resources.withObject("/requests").put(name, Integer.toString(count));
    }

    private Optional<String> asked(ObjectNode container, String kind) {
        JsonNode quantities = container.path("resources").path(kind);
        return names.stream().filter(name -> quantities.path(name).asInt() > 0).findFirst();
    }
}
