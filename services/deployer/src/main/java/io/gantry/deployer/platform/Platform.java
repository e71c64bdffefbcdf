package io.gantry.deployer.platform;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What runs predictors. No method waits for a predictor; calls for one revision come from one
/// thread at a time.
public interface Platform {

    /// Takes over what an earlier deployer left running. Nothing else is called before.
    ///
    /// @param changed told the revision whose state has changed, from any thread
    void start(Consumer<PredictorKey> changed);

    /// The revisions of which the platform has anything.
    Set<PredictorKey> present();

    /// What the platform has of a revision; empty when it has nothing.
    Optional<PredictorState> observe(PredictorKey key);

    /// Works towards so many replicas of the workload. Replicas of another workload of the same
    /// service go on until these are ready; those of another service of the same name end at once.
    void run(Workload workload, int replicas);

    /// Works towards so many replicas of the workload that was last run, which nobody needs to know
    /// any more.
    void scale(PredictorKey key, int replicas);

    /// Drains all replicas and forgets the revision.
    void remove(PredictorKey key);

    /// Most replicas of one revision.
    int maxReplicas();

    /// The output of the revision's replicas, oldest replica first.
    ///
    /// @return empty when the platform knows nothing of the revision
    Optional<PredictorLogs> logs(PredictorKey key);
}
