package io.gantry.deployer.local;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Logs of replicas that have ended: a few are worth keeping, all of them are not.
final class EndedLogs {

    private EndedLogs() {}

    static void trim(Path directory, List<String> running, int kept) {
        List<Path> ended =
                PrivateDirectory.list(directory, ReplicaFiles.LOG).stream()
                        .filter(log -> !running.contains(replica(log)))
                        .toList();
        for (Path log : ended.subList(0, Math.max(0, ended.size() - kept))) {
            try {
                Files.deleteIfExists(log);
                Files.deleteIfExists(log.resolveSibling(log.getFileName() + ".1"));
            } catch (IOException e) {
                Log.warnf("Cannot remove a log file=%s reason=%s", log, e.getMessage());
            }
        }
    }

    /// The replica whose log that is.
    static String replica(Path log) {
        String name = log.getFileName().toString();
        return name.substring(0, name.length() - ReplicaFiles.LOG.length());
    }
}
