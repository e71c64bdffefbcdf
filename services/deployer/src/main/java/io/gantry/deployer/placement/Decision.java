package io.gantry.deployer.placement;

import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import org.jspecify.annotations.Nullable;

/// What is to become of one revision.
public sealed interface Decision {

    /// Replicas to work towards.
    int replicas();

    /// This many replicas, at least one, are to run.
    ///
    /// @param places how many replicas have devices, these and those of what they replace and take
    ///   the places of one by one; null when there are free ones
    record Run(Workload workload, int replicas, @Nullable Integer places) implements Decision {}

    /// It had its time to get ready, and another one serves in its stead.
    record GiveUp(Failure failure) implements Decision {
        @Override
        public int replicas() {
            return 0;
        }
    }

    /// Scaled to zero; may be woken.
    record Standby() implements Decision {
        @Override
        public int replicas() {
            return 0;
        }
    }

    /// The model's files are not on the node yet.
    ///
    /// @param failure what keeps them from getting there; null when nothing does
    /// @param hopeless whether waiting is in vain until somebody acts
    record WaitForArtifact(int replicas, @Nullable Failure failure, boolean hopeless)
            implements Decision {}

    /// Nothing can be started for it.
    record Unplaceable(int replicas, Failure failure) implements Decision {}

    /// What runs goes on, though it could not be started anew or is about to be replaced.
    record Keep(int replicas) implements Decision {}

    /// Nothing of it is wanted any more.
    record Remove() implements Decision {
        @Override
        public int replicas() {
            return 0;
        }
    }
}
