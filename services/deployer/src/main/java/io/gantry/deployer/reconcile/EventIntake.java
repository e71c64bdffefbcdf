package io.gantry.deployer.reconcile;

import io.gantry.bus.EventInbox;
import io.gantry.deployer.cluster.ClusterState;
import io.gantry.deployer.observe.Observations;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.events.ScalingEvent;
import io.gantry.events.ServingRuntimeEvent;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Takes events in and asks for what they concern.
@ApplicationScoped
class EventIntake {

    private final EventInbox inbox;
    private final ClusterState cluster;
    private final Observations observations;
    private final Reconciler reconciler;

    EventIntake(
            EventInbox inbox,
            ClusterState cluster,
            Observations observations,
            Reconciler reconciler) {
        this.inbox = inbox;
        this.cluster = cluster;
        this.observations = observations;
        this.reconciler = reconciler;
    }

    @Incoming("inference-services")
    @Blocking
    void onService(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, InferenceServiceEvent.class, event -> ask(cluster.apply(event)));
    }

    @Incoming("serving-runtimes")
    @Blocking
    void onRuntime(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ServingRuntimeEvent.class, event -> ask(cluster.apply(event)));
    }

    @Incoming("artifacts")
    @Blocking
    void onArtifact(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ArtifactEvent.class, event -> ask(cluster.apply(event)));
    }

    @Incoming("scaling")
    @Blocking
    void onScaling(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ScalingEvent.class, event -> ask(cluster.apply(event)));
    }

    @Incoming("predictors")
    @Blocking
    void onOwn(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                PredictorEvent.class,
                event -> {
                    Set<String> services = cluster.apply(event);
                    observations.confirm(event);
                    services.forEach(reconciler::ask);
                });
    }

    private void ask(Set<String> services) {
        Context cause = Context.current();
        services.forEach(service -> reconciler.ask(service, cause));
    }
}
