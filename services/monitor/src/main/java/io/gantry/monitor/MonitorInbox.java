package io.gantry.monitor;

import io.gantry.bus.EventInbox;
import io.gantry.events.AlertEvent;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.DemandEvent;
import io.gantry.events.Event;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.NodeEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.events.ScalingEvent;
import io.gantry.events.SilenceEvent;
import io.gantry.monitor.alert.Alerts;
import io.gantry.monitor.demand.DemandMemory;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.scale.Scaling;
import io.gantry.monitor.silence.Silences;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Hands the states that come from Kafka to the features, in each topic's order.
@ApplicationScoped
class MonitorInbox {

    private final InstantSource time = InstantSource.system();
    private final EventInbox inbox;
    private final Fleet fleet;
    private final Scaling scaling;
    private final DemandMemory memory;
    private final Alerts alerts;
    private final Silences silences;

    MonitorInbox(
            EventInbox inbox,
            Fleet fleet,
            Scaling scaling,
            DemandMemory memory,
            Alerts alerts,
            Silences silences) {
        this.silences = silences;
        this.inbox = inbox;
        this.fleet = fleet;
        this.scaling = scaling;
        this.memory = memory;
        this.alerts = alerts;
    }

    @Incoming("inference-services")
    @Blocking
    void onInferenceService(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                InferenceServiceEvent.class,
                event -> {
                    if (fleet.accept(event)) {
                        scaling.serviceChanged(
                                new ServiceId(event.namespace(), event.name()), time.instant());
                    }
                });
    }

    @Incoming("predictors")
    @Blocking
    void onPredictor(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                PredictorEvent.class,
                event -> {
                    if (fleet.accept(event)) {
                        alerts.observed(event, time.instant());
                    }
                });
    }

    @Incoming("artifacts")
    @Blocking
    void onArtifact(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ArtifactEvent.class, fleet::accept);
    }

    @Incoming("scaling")
    @Blocking
    void onScaling(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ScalingEvent.class, event -> scaling.restore(event, time.instant()));
    }

    @Incoming("demand")
    @Blocking
    void onDemand(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, DemandEvent.class, memory::restore);
    }

    @Incoming("alerts")
    @Blocking
    void onAlert(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                Event.class,
                event -> {
                    switch (event) {
                        case AlertEvent alert -> alerts.restore(alert);
                        case SilenceEvent silence -> silences.restore(silence);
                        default -> {}
                    }
                });
    }

    @Incoming("nodes")
    @Blocking
    void onNode(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, NodeEvent.class, event -> fleet.accept(event, time.instant()));
    }
}
