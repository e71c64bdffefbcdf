package io.gantry.registry.status;

/// KServe's model states, as `modelStatus.states` writes them.
enum ModelState {
    PENDING("Pending"),
    /// At zero; loaded when it is used.
    STANDBY("Standby"),
    LOADING("Loading"),
    LOADED("Loaded"),
    FAILED_TO_LOAD("FailedToLoad");

    private final String text;

    ModelState(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
