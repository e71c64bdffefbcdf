package io.gantry.deployer.local;

import io.gantry.deployer.platform.PredictorLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// @param directory of the revision
record LocalLogs(Path directory) implements PredictorLogs {

    @Override
    public List<String> replicas() {
        return PrivateDirectory.list(directory, ReplicaFiles.LOG).stream()
                .map(EndedLogs::replica)
                .toList();
    }

    @Override
    public Chunk tail(String replica, int lines) throws IOException {
        return new ReplicaFiles(directory, replica).log().tail(lines);
    }

    @Override
    public Chunk since(String replica, long position) throws IOException {
        return new ReplicaFiles(directory, replica).log().since(position);
    }
}
