package io.gantry.registry.bridge;

/// What is known of an object of the cluster.
sealed interface Sighting {

    /// It is not known whether there is one: its kind or namespace is not followed, or was not
    /// listed yet.
    record Unknown() implements Sighting {}

    /// There is none, or it is being deleted.
    record Absent() implements Sighting {}

    /// There is one.
    record Present(ClusterObject object) implements Sighting {}
}
