package io.gantry.autoscale.llm;

/// What kept the number that a rule gave from being the decision, as it reads in a reason.
public enum LlmClamp {
    SCALE_UP_RATE("limited by max-scale-up-rate"),
    SCALE_DOWN_RATE("limited by max-scale-down-rate"),
    WANTED_OF_LATE("held because more were of use a short time ago"),
    SHORT_MEMORY("held until it was looked at for long enough to take replicas away"),
    UNKNOWN_REPLICAS("held because a replica does not tell its metrics");

    private final String text;

    LlmClamp(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
