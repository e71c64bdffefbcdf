package io.gantry.deployer.platform;

import io.gantry.events.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What runs predictors. No method waits for a predictor; calls for one revision come from one
/// thread at a time.
public interface Platform {

    /// Begins to take over what an earlier deployer left running.
    ///
    /// @param changed told the service (`namespace/name`) of which something has changed, from any
    ///   thread
    void start(Consumer<String> changed);

    /// Whether it knows by now what there is. Until then nothing else is called.
    boolean ready();

    /// The revisions of which the platform has anything.
    Set<PredictorKey> present();

    /// What the platform has of a revision; empty when it has nothing.
    Optional<PredictorState> observe(PredictorKey key);

    /// What the platform has of each revision of a service.
    Map<String, PredictorState> observe(String namespace, String name);

    /// Whether each replica brings the model's files itself. Otherwise they have to be on this node
    /// before it starts.
    boolean replicasBringModels();

    /// Whether it runs pods as manifests describe them, as LLMInferenceServices need it.
    boolean runsPods();

    /// Works towards so many replicas of the workload. Replicas of another workload of the same
    /// service go on until these are ready; those of another service of the same name end at once.
    void run(Workload workload, int replicas);

    /// Works towards so many replicas of the workload that was last run, which nobody needs to know
    /// any more.
    void scale(PredictorKey key, int replicas);

    /// Which replicas are missed least, for when there are to be fewer; those that are not ready go
    /// before them in any case. What was said before of that revision holds no more.
    void leaveFirst(PredictorKey key, List<String> replicas);

    /// Remembers that the revision takes over the devices of what it replaces, and how many
    /// replicas of both had some.
    void replaceInPlace(PredictorKey key, int places);

    /// Ends all replicas and remembers why, until the revision is removed.
    void giveUp(PredictorKey key, Failure why);

    /// Works towards what belongs to a service and to none of its revisions.
    void front(Front front);

    /// Removes what belongs to a service and to none of its revisions.
    void removeFront(String namespace, String name);

    /// Drains all replicas and forgets the revision.
    void remove(PredictorKey key);

    /// Shows those who look at the platform why a revision, or some of its replicas, are not ready,
    /// beside what is published. Called each time that the revision was looked at.
    ///
    /// @param service as people know it
    /// @param why null when nothing is wrong
    void show(PredictorKey key, ClusterObject service, @Nullable Failure why);

    /// Most replicas of one revision; always the same.
    int maxReplicas();

    /// The output of the revision's replicas, oldest replica first.
    ///
    /// @return empty when the platform knows nothing of the revision
    Optional<PredictorLogs> logs(PredictorKey key);
}
