package io.gantry.kube.render.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.kserve.combine.LlmWorkload;
import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import io.gantry.kube.render.PodDraft;
import java.util.List;

/// Gantry's proxy speaks to pods without TLS, where KServe's router speaks with it: servers get no
/// certificate, and manifests for KServe probe them by HTTPS.
final class Transport {
    private static final String CERTIFICATES = "-kserve-self-signed-certs";
    private static final String CERTIFICATE_FLAG = "--ssl-certfile";
    private static final List<String> PROBES =
            List.of("startupProbe", "readinessProbe", "livenessProbe");

    private Transport() {}

    /// @param template the pod's place, for people
    static void plain(PodDraft pod, ObjectNode main, Field template, Findings remarks) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (volume.path("secret") instanceof ObjectNode secret
                    && secret.path("secretName").asText().endsWith(CERTIFICATES)) {
                // KServe makes this secret; a pod must not wait for it.
                secret.put("optional", true);
            }
        }
        if (ServerArguments.mentions(main, CERTIFICATE_FLAG)) {
            return;
        }
        for (String probe : PROBES) {
            if (main.path(probe).path("httpGet") instanceof ObjectNode request
                    && request.path("scheme").asText().equals("HTTPS")) {
                request.put("scheme", "HTTP");
                new Field(
                                "%s.containers[%s].%s.httpGet.scheme"
                                        .formatted(template.path(), LlmWorkload.MAIN, probe),
                                TextNode.valueOf("HTTPS"))
                        .wrong(
                                "the server speaks without TLS here and is probed so",
                                "leave scheme out",
                                remarks);
            }
        }
    }
}
