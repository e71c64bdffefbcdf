package io.gantry.deployer.observe;

import io.gantry.deployer.placement.Decision;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Replica;
import io.gantry.deployer.platform.Replica.Condition;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorEvent;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.PredictorRemoved;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a revision stands, as it is published but for the generation.
///
/// @param decision what is being done about it
/// @param state what the platform has of it; null when it has nothing
/// @param node that replicas run on which the platform knows no node of
/// @param platform the name of it
/// @param before what was published of it last; null when nothing was, or that it is gone
record Observation(
        PredictorKey key,
        Decision decision,
        @Nullable PredictorState state,
        String node,
        String platform,
        @Nullable PredictorObserved before) {

    /// The event to publish under this generation.
    PredictorEvent event(long generation) {
        if (decision instanceof Decision.Remove && endpoints().isEmpty()) {
            return new PredictorRemoved(key.namespace(), key.name(), key.revision(), generation);
        }
        return new PredictorObserved(
                key.namespace(),
                key.name(),
                key.revision(),
                generation,
                phase(),
                decision.replicas(),
                endpoints(),
                runtime(),
                failure(),
                state == null ? Map.of() : state.components(),
                platform,
                state == null ? Map.of() : state.requests(),
                state == null ? List.of() : state.componentStates());
    }

    private Phase phase() {
        return switch (decision) {
            case Decision.Standby _, Decision.Remove _ -> Phase.STANDBY;
            case Decision.WaitForArtifact wait -> wait.hopeless() ? Phase.FAILED : Phase.PENDING;
            case Decision.Unplaceable _, Decision.GiveUp _ -> Phase.FAILED;
            case Decision.Run _, Decision.Keep _ -> phaseOfRunning();
        };
    }

    private Phase phaseOfRunning() {
        if (state != null && state.ready() > 0) {
            return Phase.READY;
        }
        return failure() == null || isHopeful() ? Phase.LOADING : Phase.FAILED;
    }

    /// Whether a replica that has served is down for the first time: it will be back soon, and
    /// requests that wait for it should not be turned away.
    private boolean isHopeful() {
        return state != null
                && state.replicas().stream()
                        .anyMatch(replica -> replica.everReady() && replica.endsInRow() <= 1);
    }

    private @Nullable Failure failure() {
        return switch (decision) {
            case Decision.Standby _, Decision.Remove _ -> null;
            case Decision.WaitForArtifact wait -> wait.failure();
            case Decision.Unplaceable unplaceable -> unplaceable.failure();
            case Decision.GiveUp given -> given.failure();
            case Decision.Run _, Decision.Keep _ -> state == null ? null : state.failure();
        };
    }

    private @Nullable String runtime() {
        return decision instanceof Decision.Run run
                ? run.workload().runtimeName()
                : state == null ? null : state.runtime();
    }

    private List<Endpoint> endpoints() {
        return state == null
                ? List.of()
                : state.replicas().stream()
                        .filter(replica -> replica.port() > 0)
                        .map(this::endpoint)
                        .toList();
    }

    private Endpoint endpoint(Replica replica) {
        Endpoint known = published(replica.id()).orElse(null);
        return new Endpoint(
                replica.id(),
                replica.host(),
                replica.port(),
                replica.node() == null ? node : replica.node(),
                replica.ready(),
                startMillis(replica, known),
                replica.grpcPort(),
                replica.pid(),
                replica.metrics(),
                replica.coldStartMillis() == null && known != null
                        ? known.coldStartMillis()
                        : replica.coldStartMillis());
    }

    private Optional<Endpoint> published(String id) {
        return before == null
                ? Optional.empty()
                : before.endpoints().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /// A platform that another deployer has watched may not know how a replica has started. What
    /// was published of its only process still holds.
    private static @Nullable Long startMillis(Replica replica, @Nullable Endpoint known) {
        boolean only = replica.restarts() == 0 && replica.condition() != Condition.RESTARTING;
        return replica.startMillis() == null && known != null && only
                ? known.startMillis()
                : replica.startMillis();
    }
}
