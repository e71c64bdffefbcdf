package io.gantry.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// An event of a compacted topic: the whole state of its key, never a difference to an earlier one.
///
/// [#generation()] orders the states of one key. For desired state it is the registry's generation,
/// which goes on counting when a name is deleted and used again; for observed state it is the
/// writer's [LogicalClock]. A consumer drops what is not newer than what it has ([LatestStates]),
/// so duplicates and replays change nothing.
public sealed interface StateEvent extends Event
        permits InferenceServiceEvent,
                ServingRuntimeEvent,
                ArtifactEvent,
                PredictorEvent,
                ScalingEvent,
                DemandEvent,
                NodeEvent,
                ModelCacheEvent,
                InferenceGraphEvent,
                SilenceEvent,
                ProxyEvent {

    long generation();

    /// True when the event says that its key is gone.
    @JsonIgnore
    boolean removal();
}
