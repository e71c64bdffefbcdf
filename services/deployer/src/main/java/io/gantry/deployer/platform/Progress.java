package io.gantry.deployer.platform;

import io.gantry.events.Failure;
import java.util.Set;

/// How far a revision has got with the replicas that it is to have.
public sealed interface Progress {

    /// It is on its way, or there.
    record Ongoing() implements Progress {}

    /// Replicas wait for devices of which none are free, for example `nvidia.com/gpu`, and have
    /// done so for some time.
    record Starved(Set<String> devices) implements Progress {
        public Starved {
            devices = Set.copyOf(devices);
        }
    }

    /// The time that it had to get ready is over.
    ///
    /// @param why it is not ready
    record Overdue(Failure why) implements Progress {}

    /// It was given up, and has no replicas.
    record GivenUp(Failure why) implements Progress {}
}
