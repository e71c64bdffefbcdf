package io.gantry.events;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The CloudEvents type of every record.
public enum EventType {
    REGISTRATION_REQUESTED(
            "io.gantry.registration.requested.v1",
            Topic.REGISTRATIONS,
            RegistrationRequested.class),
    REGISTRATION_WITHDRAWN(
            "io.gantry.registration.withdrawn.v1",
            Topic.REGISTRATIONS,
            RegistrationWithdrawn.class),
    REGISTRATION_ACCEPTED(
            "io.gantry.registration.accepted.v1",
            Topic.REGISTRATION_RESULTS,
            RegistrationAccepted.class),
    REGISTRATION_REJECTED(
            "io.gantry.registration.rejected.v1",
            Topic.REGISTRATION_RESULTS,
            RegistrationRejected.class),
    INFERENCE_SERVICE_APPLIED(
            "io.gantry.inference-service.applied.v1",
            Topic.INFERENCE_SERVICES,
            InferenceServiceApplied.class),
    INFERENCE_SERVICE_DELETED(
            "io.gantry.inference-service.deleted.v1",
            Topic.INFERENCE_SERVICES,
            InferenceServiceDeleted.class),
    SERVING_RUNTIME_APPLIED(
            "io.gantry.serving-runtime.applied.v1",
            Topic.SERVING_RUNTIMES,
            ServingRuntimeApplied.class),
    SERVING_RUNTIME_DELETED(
            "io.gantry.serving-runtime.deleted.v1",
            Topic.SERVING_RUNTIMES,
            ServingRuntimeDeleted.class),
    ARTIFACT_PROGRESSED(
            "io.gantry.artifact.progressed.v1", Topic.ARTIFACTS, ArtifactProgressed.class),
    ARTIFACT_CACHED("io.gantry.artifact.cached.v1", Topic.ARTIFACTS, ArtifactCached.class),
    ARTIFACT_FAILED("io.gantry.artifact.failed.v1", Topic.ARTIFACTS, ArtifactFailed.class),
    ARTIFACT_EVICTED("io.gantry.artifact.evicted.v1", Topic.ARTIFACTS, ArtifactEvicted.class),
    PREDICTOR_OBSERVED(
            "io.gantry.predictor.observed.v1", Topic.PREDICTORS, PredictorObserved.class),
    PREDICTOR_REMOVED("io.gantry.predictor.removed.v1", Topic.PREDICTORS, PredictorRemoved.class),
    TRAFFIC_SAMPLED("io.gantry.traffic.sampled.v1", Topic.TRAFFIC, TrafficSampled.class),
    SCALING_DECIDED("io.gantry.scaling.decided.v1", Topic.SCALING, ScalingDecided.class),
    SCALING_REMOVED("io.gantry.scaling.removed.v1", Topic.SCALING, ScalingRemoved.class),
    ALERT_OPENED("io.gantry.alert.opened.v1", Topic.ALERTS, AlertOpened.class),
    ALERT_UPDATED("io.gantry.alert.updated.v1", Topic.ALERTS, AlertUpdated.class),
    ALERT_RESOLVED("io.gantry.alert.resolved.v1", Topic.ALERTS, AlertResolved.class),
    SILENCE_CREATED("io.gantry.silence.created.v1", Topic.ALERTS, SilenceCreated.class),
    SILENCE_DELETED("io.gantry.silence.deleted.v1", Topic.ALERTS, SilenceDeleted.class),
    /// KServe's own type (`pkg/logger/worker.go`), so that its consumers understand it.
    INFERENCE_REQUEST_LOGGED(
            "org.kubeflow.serving.inference.request",
            Topic.INFERENCE_LOG,
            InferenceRequestLogged.class),
    /// KServe's own type.
    INFERENCE_RESPONSE_LOGGED(
            "org.kubeflow.serving.inference.response",
            Topic.INFERENCE_LOG,
            InferenceResponseLogged.class),
    NODE_OBSERVED("io.gantry.node.observed.v1", Topic.NODES, NodeObserved.class),
    NODE_REMOVED("io.gantry.node.removed.v1", Topic.NODES, NodeRemoved.class),
    MODEL_CACHE_APPLIED(
            "io.gantry.model-cache.applied.v1", Topic.MODEL_CACHES, ModelCacheApplied.class),
    MODEL_CACHE_DELETED(
            "io.gantry.model-cache.deleted.v1", Topic.MODEL_CACHES, ModelCacheDeleted.class),
    MODEL_NODE_GROUP_APPLIED(
            "io.gantry.model-node-group.applied.v1",
            Topic.MODEL_CACHES,
            ModelNodeGroupApplied.class),
    MODEL_NODE_GROUP_DELETED(
            "io.gantry.model-node-group.deleted.v1",
            Topic.MODEL_CACHES,
            ModelNodeGroupDeleted.class),
    INFERENCE_GRAPH_APPLIED(
            "io.gantry.inference-graph.applied.v1",
            Topic.INFERENCE_GRAPHS,
            InferenceGraphApplied.class),
    INFERENCE_GRAPH_DELETED(
            "io.gantry.inference-graph.deleted.v1",
            Topic.INFERENCE_GRAPHS,
            InferenceGraphDeleted.class),
    PROXY_OBSERVED("io.gantry.proxy.observed.v1", Topic.PROXIES, ProxyObserved.class),
    PROXY_REMOVED("io.gantry.proxy.removed.v1", Topic.PROXIES, ProxyRemoved.class),
    DEMAND_LEARNED("io.gantry.demand.learned.v1", Topic.DEMAND, DemandLearned.class),
    DEMAND_FORGOTTEN("io.gantry.demand.forgotten.v1", Topic.DEMAND, DemandForgotten.class);

    private static final Map<Class<? extends Event>, EventType> BY_RECORD =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(EventType::record, Function.identity()));
    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(EventType::ceType, Function.identity()));

    private final String ceType;
    private final Topic topic;
    private final Class<? extends Event> record;

    EventType(String ceType, Topic topic, Class<? extends Event> record) {
        this.ceType = ceType;
        this.topic = topic;
        this.record = record;
    }

    /// The value of the `ce_type` header.
    public String ceType() {
        return ceType;
    }

    public Topic topic() {
        return topic;
    }

    public Class<? extends Event> record() {
        return record;
    }

    public static EventType of(Event event) {
        EventType type = BY_RECORD.get(event.getClass());
        if (type == null) {
            throw new IllegalStateException(
                    "No CloudEvents type for " + event.getClass().getSimpleName());
        }
        return type;
    }

    /// The type with that `ce_type`; empty when it is none of Gantry's, or of a newer version.
    public static Optional<EventType> ofName(String ceType) {
        return Optional.ofNullable(BY_NAME.get(ceType));
    }
}
