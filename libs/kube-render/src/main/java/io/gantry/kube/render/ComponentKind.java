package io.gantry.kube.render;

/// The three components of a service.
enum ComponentKind {
    PREDICTOR("predictor"),
    TRANSFORMER("transformer"),
    EXPLAINER("explainer");

    private final String word;

    ComponentKind(String word) {
        this.word = word;
    }

    /// As labels and names have it.
    String word() {
        return word;
    }

    /// The path of a field of this component, for people.
    String field(String name) {
        return "spec.%s.%s".formatted(word, name);
    }
}
