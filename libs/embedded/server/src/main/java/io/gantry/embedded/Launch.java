package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What infrastructure is to run, where and for how long.
///
/// @param disposable the directory is removed when the process ends
public record Launch(
        Path directory, EmbeddedInfrastructure.Ports ports, Lifetime lifetime, boolean disposable) {

    /// A private one on free ports in a temporary directory, which ends with this JVM and leaves
    /// nothing behind.
    public static Launch temporary() {
        try {
            return new Launch(
                    Files.createTempDirectory("gantry-infrastructure-"),
                    EmbeddedInfrastructure.Ports.ANY,
                    new Lifetime.OwnedBy(ProcessHandle.current().pid()),
                    true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory", e);
        }
    }

    /// The one of all who name that directory.
    public static Launch shared(Path directory, EmbeddedInfrastructure.Ports ports) {
        return new Launch(directory, ports, new Lifetime.Shared(), false);
    }

    /// One that runs until it is stopped, with its data kept.
    public static Launch lasting(Path directory, EmbeddedInfrastructure.Ports ports) {
        return new Launch(directory, ports, new Lifetime.UntilStopped(), false);
    }

    Launch in(Path other) {
        return new Launch(other, ports, lifetime, disposable);
    }
}
