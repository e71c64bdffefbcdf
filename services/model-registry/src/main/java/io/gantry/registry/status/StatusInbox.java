package io.gantry.registry.status;

import io.gantry.bus.EventInbox;
import io.gantry.events.AlertEvent;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.ModelCacheEvent;
import io.gantry.events.NodeEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.events.ScalingEvent;
import io.gantry.registry.graph.GraphSightings;
import io.gantry.registry.localmodel.CacheSightings;
import io.gantry.registry.timeline.Timeline;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Takes in what the loaders, the deployer and the monitor say.
@ApplicationScoped
class StatusInbox {

    private final EventInbox inbox;
    private final Observed observed;
    private final StatusWriter writer;
    private final Timeline timeline;
    private final CacheSightings caches;
    private final GraphSightings graphs;

    StatusInbox(
            EventInbox inbox,
            Observed observed,
            StatusWriter writer,
            Timeline timeline,
            CacheSightings caches,
            GraphSightings graphs) {
        this.inbox = inbox;
        this.observed = observed;
        this.writer = writer;
        this.timeline = timeline;
        this.caches = caches;
        this.graphs = graphs;
    }

    @Incoming("artifacts")
    @Blocking
    void onArtifact(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                ArtifactEvent.class,
                event -> {
                    observed.accept(event, time(record));
                    writer.artifactChanged(event.artifact());
                    writer.changed(caches.accept(event));
                    tell(event, record);
                });
    }

    @Incoming("predictors")
    @Blocking
    void onPredictor(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                PredictorEvent.class,
                event -> {
                    observed.accept(event, time(record));
                    writer.serviceChanged(event.namespace(), event.name());
                    writer.changed(graphs.usersOf(event.namespace(), event.name()));
                    tell(event, record);
                });
    }

    @Incoming("scaling")
    @Blocking
    void onScaling(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                ScalingEvent.class,
                event -> {
                    observed.accept(event);
                    writer.serviceChanged(event.namespace(), event.name());
                    tell(event, record);
                });
    }

    @Incoming("alerts")
    @Blocking
    void onAlert(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, AlertEvent.class, event -> tell(event, record));
    }

    @Incoming("nodes")
    @Blocking
    void onNode(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, NodeEvent.class, event -> writer.changed(caches.accept(event)));
    }

    /// What the registry itself has written, by which it sees what the loaders see.
    @Incoming("model-caches")
    @Blocking
    void onCache(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ModelCacheEvent.class, event -> writer.changed(caches.accept(event)));
    }

    private void tell(Event event, ConsumerRecord<String, byte[]> record) {
        String place = "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset());
        String id = EventInbox.headers(record).getOrDefault(EventCodec.ID, place);
        timeline.heard(event, id, time(record));
    }

    /// When the event was written; when Kafka got it, if the writer does not say. So that all
    /// instances, whenever they read it, say the same.
    private static Instant time(ConsumerRecord<String, byte[]> record) {
        String written = EventInbox.headers(record).get(EventCodec.TIME);
        try {
            return written == null
                    ? Instant.ofEpochMilli(record.timestamp())
                    : Instant.parse(written);
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }
}
