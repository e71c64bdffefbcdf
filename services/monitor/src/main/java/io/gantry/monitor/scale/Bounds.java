package io.gantry.monitor.scale;

/// How many replicas a revision may have.
///
/// @param max 0 for unbounded
record Bounds(int min, int max) {

    boolean exceededBy(int replicas) {
        return max > 0 && replicas > max;
    }
}
