package io.gantry.deployer.local;

import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.PredictorKey;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where replicas are written down: a directory for each revision. One deployer at a time uses it.
@ApplicationScoped
class StateDirectory {

    private final Path root;
    private @Nullable FileChannel lock;

    StateDirectory(DeployerConfig config) {
        this.root = config.local().directory().toAbsolutePath().normalize();
    }

    Path of(PredictorKey key) {
        return root.resolve(key.namespace()).resolve(key.name()).resolve(key.revision());
    }

    /// Keeps other deployers out until this one ends, however it ends.
    ///
    /// @throws IllegalStateException when another one is in
    synchronized void lock() {
        try {
            PrivateDirectory.create(root);
            FileChannel channel =
                    FileChannel.open(
                            root.resolve(".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException(
                        "Another deployer uses %s: stop it, or set gantry.deployer.local.directory to another directory"
                                .formatted(root));
            }
            lock = channel;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot use %s for the state of predictors: make it writable, or set gantry.deployer.local.directory to another directory"
                            .formatted(root),
                    e);
        }
    }

    @PreDestroy
    synchronized void unlock() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            Log.debugf("The lock of %s ends with the process: %s", root, e.getMessage());
        }
    }

    /// All replicas that are written down.
    Map<PredictorKey, List<ReplicaRecord>> records() {
        Map<PredictorKey, List<ReplicaRecord>> records = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.getFileName().toString().endsWith(ReplicaFiles.RECORD))
                    .forEach(file -> {
                        try {
                            ReplicaRecord record = ReplicaFiles.load(file);
                            records.computeIfAbsent(record.key(), key -> new ArrayList<>())
                                    .add(record);
                        } catch (IOException e) {
                            Log.errorf(
                                    "A replica's state cannot be read, its process is left alone file=%s reason=%s",
                                    file, e.getMessage());
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + root, e);
        }
        return records;
    }

    /// Removes what is kept of a revision, its logs included.
    void delete(PredictorKey key) {
        try {
            PrivateDirectory.delete(of(key), root);
        } catch (IOException e) {
            Log.warnf(
                    "Cannot remove the files of a predictor predictor=%s reason=%s",
                    key, e.getMessage());
        }
    }
}
