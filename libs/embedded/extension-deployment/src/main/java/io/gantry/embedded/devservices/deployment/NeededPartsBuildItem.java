package io.gantry.embedded.devservices.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/// The decision which parts to provide.
final class NeededPartsBuildItem extends SimpleBuildItem {

    private final Parts parts;

    NeededPartsBuildItem(Parts parts) {
        this.parts = parts;
    }

    Parts parts() {
        return parts;
    }
}
