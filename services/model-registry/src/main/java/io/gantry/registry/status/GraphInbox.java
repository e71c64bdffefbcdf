package io.gantry.registry.status;

import io.gantry.bus.EventInbox;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.registry.graph.GraphSightings;
import io.gantry.registry.localmodel.CacheSightings;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Takes in what the registry itself has written of graphs and services, by which every instance
/// knows which graphs hang on which services, and who has the model of which cache.
@ApplicationScoped
class GraphInbox {

    private final EventInbox inbox;
    private final GraphSightings graphs;
    private final CacheSightings caches;
    private final StatusWriter writer;

    GraphInbox(
            EventInbox inbox, GraphSightings graphs, CacheSightings caches, StatusWriter writer) {
        this.inbox = inbox;
        this.graphs = graphs;
        this.caches = caches;
        this.writer = writer;
    }

    @Incoming("inference-services")
    @Blocking
    void onService(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record,
                InferenceServiceEvent.class,
                event -> {
                    writer.changed(graphs.accept(event));
                    writer.changed(caches.accept(event));
                });
    }

    @Incoming("inference-graphs")
    @Blocking
    void onGraph(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record, InferenceGraphEvent.class, event -> writer.changed(graphs.accept(event)));
    }
}
