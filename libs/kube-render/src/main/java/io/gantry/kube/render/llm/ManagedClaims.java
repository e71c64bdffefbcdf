package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.combine.LlmService;
import io.gantry.kserve.validate.Refusal;
import io.gantry.kube.render.PodDraft;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Devices by dynamic resource allocation, which annotations ask for (`managed_dra.go`): a template
/// of claims, of which every pod gets one.
final class ManagedClaims {
    private static final String PREFIX = "serving.kserve.io/exp-dra-";
    private static final String CONTAINER = PREFIX + "container-name";

    /// KServe's name of the claim within the pod.
    private static final String CLAIM = "managed-device";

    private ManagedClaims() {}

    static Optional<HasMetadata> template(LlmService service) {
        String deviceClass = annotation(service, "device-class");
        if (deviceClass == null) {
            return Optional.empty();
        }
        ObjectNode spec = KServeJson.mapper().createObjectNode();
        ObjectNode request =
                spec.putObject("spec").putObject("devices").putArray("requests").addObject();
        request.put("name", "device");
        ObjectNode exactly = request.putObject("exactly").put("deviceClassName", deviceClass);
        String count = annotation(service, "device-count");
        if (count != null && !count.isEmpty()) {
            exactly.put("count", Long.parseLong(count));
        }
        String selectors = annotation(service, "cel-selector");
        if (selectors != null) {
            ArrayNode list = exactly.putArray("selectors");
            selectors
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> list.addObject().putObject("cel").put("expression", line));
        }
        GenericKubernetesResource template = new GenericKubernetesResource();
        template.setApiVersion("resource.k8s.io/v1");
        template.setKind("ResourceClaimTemplate");
        template.setMetadata(LlmMetadata.of(service, name(service), LlmMetadata.revision(service)));
        template.setAdditionalProperty("spec", spec);
        return Optional.of(template);
    }

    private static String name(LlmService service) {
        return service.own("-managed-dra");
    }

    /// Gives a pod its claim, for the container that is named, else the first one.
    ///
    /// @param path of the pod's template, for people
    static void add(PodDraft pod, LlmService service, String path) {
        if (annotation(service, "device-class") == null) {
            return;
        }
        String wanted = annotation(service, "container-name");
        ObjectNode container =
                pod.containers()
                        .filter(each -> wanted == null || each.path("name").asText().equals(wanted))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        "metadata.annotations[\"%s\"]".formatted(CONTAINER),
                                        wanted,
                                        "%s has no container of this name".formatted(path),
                                        "name one that is there"));
        claim(pod.spec().withArray("resourceClaims"))
                .ifPresent(claim -> claim.put("resourceClaimTemplateName", name(service)));
        claim(container.withObject("/resources").withArray("claims"));
    }

    /// Adds an entry, unless there is one.
    private static Optional<ObjectNode> claim(ArrayNode claims) {
        boolean there =
                claims.valueStream().anyMatch(each -> each.path("name").asText().equals(CLAIM));
        return there ? Optional.empty() : Optional.of(claims.addObject().put("name", CLAIM));
    }

    private static @Nullable String annotation(LlmService service, String name) {
        String value = service.annotation(PREFIX + name);
        return value == null ? null : value.strip();
    }
}
