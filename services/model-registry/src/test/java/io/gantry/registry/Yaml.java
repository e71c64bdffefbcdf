package io.gantry.registry;

/// Manifests that tests send.
public final class Yaml {

    private Yaml() {}

    public static String service(String name) {
        return """
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata:
          name: %s
        spec:
          predictor:
            minReplicas: 1
            model:
              modelFormat: {name: onnx}
              storageUri: s3://models/minilm
        """
                .formatted(name);
    }

    public static String runtime(String kind, String name) {
        return """
        apiVersion: serving.kserve.io/v1alpha1
        kind: %s
        metadata:
          name: %s
        spec:
          supportedModelFormats:
            - {name: %s, version: "1", autoSelect: true}
          containers:
            - {name: kserve-container, image: "example/server:1"}
        """
                .formatted(kind, name, name);
    }
}
