package io.gantry.deployer.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.bus.CatchUp;
import io.gantry.deployer.cluster.ClusterState;
import io.gantry.deployer.cluster.ClusterView;
import io.gantry.deployer.observe.Observations;
import io.gantry.deployer.placement.Decision;
import io.gantry.deployer.placement.Fronts;
import io.gantry.deployer.placement.Limits;
import io.gantry.deployer.placement.Rollout;
import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.Platform;
import io.gantry.deployer.platform.PlatformAwayException;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.events.Failure;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Keys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Compares a service's desired and actual state and does what is missing. Doing it twice is doing
/// it once.
@ApplicationScoped
class Reconciler {

    /// A start with thousands of services must not take the machine, or the API server, by storm.
    private static final int AT_ONCE = 16;

    private static final int LOOKS_AT_ONCE = 4;

    private final CatchUp catchUp;
    private final ClusterState cluster;
    private final Platform platform;
    private final Limits limits;
    private final Observations observations;

    /// The trace of the last event that concerned a service.
    private final Map<String, Context> causes = new ConcurrentHashMap<>();

    /// The API server may need minutes for what thousands of others want of it, creating Services
    /// one at a time for example. That a predictor is ready does not wait so long to be told.
    private final WorkQueue looks =
            new WorkQueue(service -> logged(service, this::look), LOOKS_AT_ONCE, _ -> {});

    private final WorkQueue queue =
            new WorkQueue(service -> logged(service, this::reconcile), AT_ONCE, looks::ask);

    Reconciler(
            CatchUp catchUp, ClusterState cluster, Platform platform, Observations observations) {
        this.catchUp = catchUp;
        this.cluster = cluster;
        this.platform = platform;
        this.limits =
                new Limits(
                        platform.maxReplicas(),
                        platform.replicasBringModels(),
                        platform.runsPods());
        this.observations = observations;
    }

    /// Asks for a service (`namespace/name`) to be reconciled soon.
    void ask(String service) {
        queue.ask(service);
    }

    /// Asks for a service because of an event: what is published from now on is in its trace.
    void ask(String service, Context cause) {
        causes.put(service, lasting(cause));
        queue.ask(service);
    }

    /// The trace alone: a span holds on to all that was noted in it.
    private static Context lasting(Context cause) {
        return Context.root().with(Span.wrap(Span.fromContext(cause).getSpanContext()));
    }

    void askAll() {
        Set<String> services = new HashSet<>(cluster.services());
        platform.present().forEach(key -> services.add(key.service()));
        services.forEach(this::ask);
    }

    /// @return false when it failed and has to be tried again
    private boolean logged(String service, Consumer<ClusterView> work) {
        try (Scope _ = causes.getOrDefault(service, Context.root()).makeCurrent()) {
            if (catchUp.reached() && platform.ready()) {
                int slash = service.indexOf('/');
                work.accept(
                        cluster.view(service.substring(0, slash), service.substring(slash + 1)));
            }
            return true;
        } catch (PlatformAwayException e) {
            Log.warnf("The platform does not answer service=%s reason=%s", service, e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "Reconciling failed, it is tried again service=%s", service);
        }
        return false;
    }

    private void reconcile(ClusterView view) {
        Map<String, Decision> decisions = decisions(view);
        front(view, decisions);
        if (decisions.isEmpty()) {
            causes.remove(Keys.service(view.namespace(), view.name()));
        }
        decisions.forEach((revision, decision) -> {
            PredictorKey key = new PredictorKey(view.namespace(), view.name(), revision);
            platform.leaveFirst(key, view.leaving().getOrDefault(revision, List.of()));
            carryOut(key, decision);
            tell(view, key, decision);
        });
    }

    /// Tells of what runs and is to run, and changes nothing.
    private void look(ClusterView view) {
        decisions(view)
                .forEach((revision, decision) -> {
                    PredictorKey key = new PredictorKey(view.namespace(), view.name(), revision);
                    boolean runs =
                            decision instanceof Decision.Run || decision instanceof Decision.Keep;
                    if (runs && platform.observe(key).isPresent()) {
                        tell(view, key, decision);
                    }
                });
    }

    private Map<String, Decision> decisions(ClusterView view) {
        return new Rollout(view, platform.observe(view.namespace(), view.name()), limits)
                .decisions();
    }

    private void tell(ClusterView view, PredictorKey key, Decision decision) {
        Optional<Failure> why =
                observations.observe(
                        key,
                        decision,
                        () -> platform.observe(key),
                        view.published().get(key.revision()));
        show(view, key, why.orElse(null));
    }

    private void show(ClusterView view, PredictorKey key, @Nullable Failure why) {
        InferenceServiceApplied service = view.service();
        if (service != null) {
            JsonNode manifest = service.manifest();
            platform.show(
                    key,
                    new ClusterObject(
                            manifest.path("apiVersion").asText(),
                            manifest.path("kind").asText(),
                            manifest.at("/metadata/uid").textValue()),
                    why);
        }
    }

    private void front(ClusterView view, Map<String, Decision> decisions) {
        Fronts.of(view, decisions, platform.observe(view.namespace(), view.name()))
                .ifPresentOrElse(
                        platform::front, () -> platform.removeFront(view.namespace(), view.name()));
    }

    private void carryOut(PredictorKey key, Decision decision) {
        switch (decision) {
            case Decision.Run run -> {
                platform.run(run.workload(), run.replicas());
                if (run.places() != null) {
                    platform.replaceInPlace(key, run.places());
                }
            }
            case Decision.GiveUp(Failure why) -> platform.giveUp(key, why);
            case Decision.Keep(int replicas) -> platform.scale(key, replicas);
            case Decision.Standby _ -> platform.scale(key, 0);
            case Decision.WaitForArtifact _, Decision.Unplaceable _, Decision.Remove _ ->
                    platform.remove(key);
        }
    }
}
