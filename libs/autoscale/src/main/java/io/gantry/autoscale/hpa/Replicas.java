package io.gantry.autoscale.hpa;

/// How many replicas there are.
///
/// @param wanted that were decided last
/// @param ready that take requests
public record Replicas(int wanted, int ready) {

    public Replicas {
        if (wanted < 1 || ready < 0) {
            throw new IllegalArgumentException(
                    "At least one replica is wanted, found %d wanted and %d ready"
                            .formatted(wanted, ready));
        }
    }

    /// That are still to come.
    int unready() {
        return Math.max(0, wanted - ready);
    }
}
