package io.gantry.events.text;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.ArtifactFailed;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.ComponentState;
import io.gantry.events.DemandEvent;
import io.gantry.events.DemandForgotten;
import io.gantry.events.DemandLearned;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.InferenceGraphDeleted;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.events.InferenceLogEvent;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.ModelCacheApplied;
import io.gantry.events.ModelCacheDeleted;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.ModelNodeGroupApplied;
import io.gantry.events.ModelNodeGroupDeleted;
import io.gantry.events.NodeEvent;
import io.gantry.events.NodeObserved;
import io.gantry.events.NodeRemoved;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorRemoved;
import io.gantry.events.ProxyEvent;
import io.gantry.events.ProxyObserved;
import io.gantry.events.ProxyRemoved;
import io.gantry.events.RegistrationAccepted;
import io.gantry.events.RegistrationRejected;
import io.gantry.events.RegistrationRequested;
import io.gantry.events.RegistrationWithdrawn;
import io.gantry.events.ScalingDecided;
import io.gantry.events.ScalingRemoved;
import io.gantry.events.ServingRuntimeApplied;
import io.gantry.events.ServingRuntimeDeleted;
import io.gantry.events.SilenceCreated;
import io.gantry.events.SilenceDeleted;
import io.gantry.events.SilenceEvent;
import io.gantry.events.TrafficSampled;
import java.time.Duration;
import java.util.TreeMap;

/// An event in one line for people.
public final class EventSentence {

    private EventSentence() {}

    public static String of(Event event) {
        return switch (event) {
            case RegistrationRequested _ -> "asked to be registered";
            case RegistrationWithdrawn _ -> "asked to be deleted";
            case RegistrationAccepted accepted ->
                    "registration accepted, generation " + accepted.generation();
            case RegistrationRejected rejected -> "registration refused: " + rejected.reason();
            case InferenceServiceApplied applied ->
                    "generation %d wanted, %d revision(s)"
                            .formatted(applied.generation(), applied.revisions().size());
            case InferenceServiceDeleted _ -> "deleted";
            case ServingRuntimeApplied applied -> "runtime of generation " + applied.generation();
            case ServingRuntimeDeleted _ -> "runtime deleted";
            case ArtifactProgressed progress -> progress(progress);
            case ArtifactCached cached -> cached(cached);
            case ArtifactFailed failed -> "not cached: " + failed.failure().message();
            case ArtifactEvicted _ -> "removed from the cache";
            case PredictorObserved observed -> predictor(observed);
            case PredictorRemoved _ -> "removed";
            case TrafficSampled sampled ->
                    "%d requests, %d in flight, %d waiting"
                            .formatted(sampled.requests(), sampled.inFlight(), sampled.queued());
            case ScalingDecided decided ->
                    "%d replica(s) wanted: %s".formatted(decided.replicas(), decided.reason());
            case ScalingRemoved _ -> "no longer scaled";
            case DemandEvent demand -> demand(demand);
            case AlertEvent alert -> alert(alert);
            case SilenceEvent silence -> silence(silence);
            case InferenceLogEvent log ->
                    "%s, %s".formatted(log.exchange().endpoint(), log.payload());
            case NodeEvent node -> node(node);
            case ModelCacheEvent cache -> cache(cache);
            case InferenceGraphEvent graph -> graph(graph);
            case ProxyEvent proxy -> proxy(proxy);
        };
    }

    private static String cached(ArtifactCached artifact) {
        return "cached: %d files, %s, SHA-256 verified, in %s"
                .formatted(
                        artifact.files(),
                        Amounts.bytes(artifact.bytes()),
                        Amounts.duration(Duration.ofMillis(artifact.millis())));
    }

    private static String demand(DemandEvent event) {
        return switch (event) {
            case DemandLearned learned ->
                    "demand of %d quarters of an hour is remembered"
                            .formatted(learned.tokensPerSecond().size());
            case DemandForgotten _ -> "demand forgotten";
        };
    }

    private static String graph(InferenceGraphEvent event) {
        return switch (event) {
            case InferenceGraphApplied graph -> "graph of generation " + graph.generation();
            case InferenceGraphDeleted _ -> "graph deleted or stopped";
        };
    }

    private static String alert(AlertEvent event) {
        String what =
                switch (event) {
                    case AlertOpened _ -> "alert %s: %s";
                    case AlertUpdated _ -> "alert %s goes on: %s";
                    case AlertResolved _ -> "alert %s is over: %s";
                };
        return what.formatted(event.alert(), event.summary());
    }

    private static String silence(SilenceEvent event) {
        return switch (event) {
            case SilenceCreated silence ->
                    "silence until %s of %s"
                            .formatted(silence.endsAt(), new TreeMap<>(silence.matchers()));
            case SilenceDeleted _ -> "silence ended";
        };
    }

    private static String node(NodeEvent event) {
        return switch (event) {
            case NodeObserved node ->
                    "node is there, %d label(s), resources %s"
                            .formatted(node.labels().size(), new TreeMap<>(node.resources()));
            case NodeRemoved _ -> "node was stopped";
        };
    }

    private static String proxy(ProxyEvent event) {
        return switch (event) {
            case ProxyObserved proxy ->
                    proxy.host() == null
                            ? "proxy takes requests, none of other proxies"
                            : "proxy takes requests, of other proxies at %s port %d"
                                    .formatted(proxy.host(), proxy.port());
            case ProxyRemoved _ -> "proxy ends";
        };
    }

    private static String cache(ModelCacheEvent event) {
        return switch (event) {
            case ModelCacheApplied cache ->
                    "%s, %s, is to be kept on the nodes of %s"
                            .formatted(
                                    cache.artifact().storageUri(),
                                    Amounts.bytes(cache.modelSize()),
                                    String.join(", ", cache.nodeGroups()));
            case ModelCacheDeleted _ -> "need not be kept any longer";
            case ModelNodeGroupApplied group ->
                    "group of nodes for models of %s"
                            .formatted(Amounts.bytes(group.storageLimit()));
            case ModelNodeGroupDeleted _ -> "group of nodes deleted";
        };
    }

    private static String progress(ArtifactProgressed progress) {
        Long total = progress.bytesTotal();
        String done = Amounts.bytes(progress.bytesDone());
        Long left = progress.secondsLeft();
        if (total == null || left == null) {
            return "downloading, %s so far".formatted(done);
        }
        return "downloading, %s of %s, %s/s, %s left"
                .formatted(
                        done,
                        Amounts.bytes(total),
                        Amounts.bytes(progress.bytesPerSecond()),
                        Amounts.duration(Duration.ofSeconds(left)));
    }

    private static String predictor(PredictorObserved observed) {
        long ready = observed.endpoints().stream().filter(Endpoint::ready).count();
        String failure = observed.failure() == null ? "" : ": " + observed.failure().message();
        return "%s, %d of %d replica(s) ready%s%s"
                .formatted(
                        observed.phase().name().toLowerCase(java.util.Locale.ROOT),
                        ready,
                        observed.desiredReplicas(),
                        failure,
                        components(observed));
    }

    /// What is wrong with the others, if anything is.
    private static String components(PredictorObserved observed) {
        StringBuilder text = new StringBuilder();
        for (ComponentState state : observed.componentStates()) {
            if (state.failure() != null) {
                text.append("; ")
                        .append(state.component())
                        .append(": ")
                        .append(state.failure().message());
            }
        }
        return text.toString();
    }
}
