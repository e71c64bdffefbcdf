package io.gantry.cli.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The user's Gantry directory: everything that `up` writes lies below it.
public record GantryDirectory(Path path) {

    public static GantryDirectory create(Path path) {
        GantryDirectory directory = new GantryDirectory(path.toAbsolutePath().normalize());
        try {
            Files.createDirectories(directory.logs());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory.logs(), e);
        }
        return directory;
    }

    /// Data of Kafka, PostgreSQL and S3.
    public Path infrastructure() {
        return path.resolve("infrastructure");
    }

    Path cache() {
        return path.resolve("cache");
    }

    Path predictors() {
        return path.resolve("predictors");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path log(Service service) {
        return logs().resolve(service.folder() + ".log");
    }

    Path state() {
        return path.resolve("suite.json");
    }

    Path lock() {
        return path.resolve("suite.lock");
    }
}
