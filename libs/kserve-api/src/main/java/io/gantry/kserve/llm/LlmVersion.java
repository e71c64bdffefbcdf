package io.gantry.kserve.llm;

/// The versions of the LLM kinds that are served.
public enum LlmVersion {
    V1ALPHA1("serving.kserve.io/v1alpha1"),
    V1ALPHA2("serving.kserve.io/v1alpha2");

    private final String apiVersion;

    LlmVersion(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    /// As a resource says it.
    public String apiVersion() {
        return apiVersion;
    }
}
