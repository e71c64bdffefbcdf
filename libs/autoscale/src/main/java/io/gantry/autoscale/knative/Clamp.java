package io.gantry.autoscale.knative;

/// What kept the number that a rule gave from being the decision, as it reads in a reason.
public enum Clamp {
    SCALE_UP_RATE("limited by max-scale-up-rate"),
    SCALE_DOWN_RATE("limited by max-scale-down-rate"),
    ACTIVATION_SCALE("raised to activation-scale"),
    SCALE_DOWN_DELAY("held by scale-down-delay");

    private final String text;

    Clamp(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
