package io.gantry.deployer.platform;

import java.io.IOException;
import java.util.List;

/// What the replicas of one revision have written to standard output and error.
public interface PredictorLogs {

    /// Ids of the replicas that there is output of, the oldest first.
    List<String> replicas();

    /// The last lines of a replica.
    Chunk tail(String replica, int lines) throws IOException;

    /// What a replica has written since a position that an earlier chunk gave.
    Chunk since(String replica, long position) throws IOException;

    /// @param text whole lines
    /// @param next where to go on reading
    record Chunk(String text, long next) {}
}
