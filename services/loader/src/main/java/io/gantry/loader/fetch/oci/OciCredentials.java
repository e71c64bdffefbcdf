package io.gantry.loader.fetch.oci;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whom a registry is told that asks: who has a secret of the model's own, else who has logged in
/// on this node.
final class OciCredentials {

    static final String SECRET = ".dockerconfigjson";

    private final Path file;

    OciCredentials(LoaderConfig.Oci config) {
        this.file = config.dockerConfig();
    }

    /// What goes behind `Basic`; empty for nobody in particular.
    Optional<String> basic(Location place, OciReference reference) throws LoadFailedException {
        return config(place).basic(reference);
    }

    /// What to do when it was not enough.
    String remedy(Location place, OciReference reference) {
        String login =
                "Give a user that may pull %s/%s: a model's secret with the key %s, or docker login on this node (gantry.loader.oci.docker-config, %s)."
                        .formatted(reference.registry(), reference.repository(), SECRET, file);
        return asksHelpers(place)
                ? login + " That file leaves passwords to a helper, which the loader does not ask."
                : login;
    }

    private boolean asksHelpers(Location place) {
        try {
            return config(place).asksHelpers();
        } catch (LoadFailedException e) {
            return false;
        }
    }

    private DockerConfig config(Location place) throws LoadFailedException {
        Optional<String> own = place.credentials().get(SECRET);
        if (own.isPresent()) {
            return DockerConfig.parse(own.get())
                    .orElseThrow(
                            () -> refused(place, "the key %s of its secret".formatted(SECRET)));
        }
        if (!Files.exists(file)) {
            return DockerConfig.NONE;
        }
        try {
            return DockerConfig.parse(Files.readString(file))
                    .orElseThrow(() -> refused(place, "the file " + file));
        } catch (IOException e) {
            throw LoadFailedException.denied(
                    place.toString(),
                    "%s cannot be read: %s".formatted(file, e),
                    "Let the loader's user read it, or set gantry.loader.oci.docker-config to another file.");
        }
    }

    private static LoadFailedException refused(Location place, String what) {
        return LoadFailedException.denied(
                place.toString(),
                what + " is no Docker config",
                "Write it anew with docker login, or kubectl create secret docker-registry.");
    }
}
