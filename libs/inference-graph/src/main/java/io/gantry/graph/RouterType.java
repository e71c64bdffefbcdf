package io.gantry.graph;

/// What a node does with its steps.
public enum RouterType {
    /// One after the other; the answer is the last one's.
    SEQUENCE,
    /// One of them, drawn by weight.
    SPLITTER,
    /// All at once; the answer has all of theirs.
    ENSEMBLE,
    /// The first whose condition is true of the request.
    SWITCH;

    /// The type of KServe's name, which the CRD restricts to these; Sequence is its default.
    static RouterType of(String name) {
        return switch (name) {
            case "Splitter" -> SPLITTER;
            case "Ensemble" -> ENSEMBLE;
            case "Switch" -> SWITCH;
            default -> SEQUENCE;
        };
    }
}
