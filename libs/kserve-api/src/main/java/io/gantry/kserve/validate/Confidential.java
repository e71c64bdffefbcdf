package io.gantry.kserve.validate;

import java.util.regex.Pattern;

/// Rules about encrypted models, which InferenceServices and LLMInferenceServices share
/// (`pkg/validation/confidential.go`, ValidateConfidentialSpec).
public final class Confidential {
    private static final Pattern KEY_RESOURCE =
            Pattern.compile("kbs:///[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+");

    private Confidential() {}

    /// Whether the model is to be decrypted.
    public static boolean enabled(Field confidential) {
        return confidential.get("enabled").node().asBoolean();
    }

    /// The key's address has the form that the key broker knows.
    public static void keyResource(Field confidential, Findings findings) {
        Field resource = confidential.get("resourceId");
        boolean wrong =
                !resource.text().isEmpty() && !KEY_RESOURCE.matcher(resource.text()).matches();
        if (enabled(confidential) && wrong) {
            resource.wrong(
                    "invalid confidential resourceId format, must be in the format kbs:///<repo>/<type>/<tag>",
                    "correct it",
                    findings);
        }
    }

    /// What is not downloaded cannot be decrypted.
    public static void withoutEffect(Field confidential, String uri, Findings findings) {
        if (!enabled(confidential)) {
            return;
        }
        if (uri.startsWith("oci://")) {
            findings.wrong(
                    confidential.path(),
                    uri,
                    "confidential has no effect with OCI URIs; OCI image decryption is handled by the container runtime via runtimeClassName",
                    "set runtimeClassName");
        } else if (uri.startsWith("pvc://")) {
            findings.wrong(
                    confidential.path(),
                    uri,
                    "confidential has no effect with PVC URIs: nothing is downloaded that could be decrypted",
                    "store the model elsewhere, or remove confidential");
        }
    }
}
