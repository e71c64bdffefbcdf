package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How S3 is reached, as annotations of a secret or service account say it.
final class S3Settings {
    private static final String PREFIX = "serving.kserve.io/s3-";
    private static final String CONFIG_MAP = "AWS_CA_BUNDLE_CONFIGMAP";
    private static final String BUNDLE = "AWS_CA_BUNDLE";
    private static final String BUNDLE_VOLUME = "cabundle-cert";
    private static final String BUNDLE_FILE = "/etc/ssl/custom-certs/cabundle.crt";

    private S3Settings() {}

    static void add(ObjectNode container, Map<String, String> annotations) {
        String endpoint = annotations.get(PREFIX + "endpoint");
        if (endpoint != null) {
            String https = annotations.get(PREFIX + "usehttps");
            set(container, "S3_USE_HTTPS", https);
            set(container, "S3_ENDPOINT", endpoint);
            set(
                    container,
                    "AWS_ENDPOINT_URL",
                    ("0".equals(https) ? "http://" : "https://") + endpoint);
        }
        set(container, "S3_VERIFY_SSL", annotations.get(PREFIX + "verifyssl"));
        set(container, "awsAnonymousCredential", annotations.get(PREFIX + "useanoncredential"));
        set(container, "AWS_DEFAULT_REGION", annotations.get(PREFIX + "region"));
        set(container, "S3_USER_VIRTUAL_BUCKET", annotations.get(PREFIX + "usevirtualbucket"));
        set(container, "S3_USE_ACCELERATE", annotations.get(PREFIX + "useaccelerate"));
        set(container, BUNDLE, annotations.get(PREFIX + "cabundle"));
        set(container, CONFIG_MAP, annotations.get(PREFIX + "cabundle-configmap"));
    }

    /// Mounts the certificates of the ConfigMap that the settings name, if they name one.
    static void trust(PodDraft pod, ObjectNode container) {
        String configMap = value(container, CONFIG_MAP);
        if (configMap == null) {
            return;
        }
        String file = value(container, BUNDLE);
        if (file == null) {
            file = BUNDLE_FILE;
            set(container, BUNDLE, file);
        }
        String directory = file.substring(0, Math.max(file.lastIndexOf('/'), 1));
        pod.volume(
                BUNDLE_VOLUME,
                "configMap",
                KServeJson.mapper().createObjectNode().put("name", configMap));
        PodDraft.mount(container, PodDraft.Mount.of(BUNDLE_VOLUME, directory, true));
    }

    private static void set(ObjectNode container, String name, @Nullable String value) {
        if (value != null) {
            PodDraft.variable(container, name, value);
        }
    }

    private static @Nullable String value(ObjectNode container, String name) {
        return container
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asText().equals(name))
                .map(variable -> variable.path("value").asText())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
