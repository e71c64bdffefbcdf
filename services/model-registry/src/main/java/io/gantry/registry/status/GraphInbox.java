package io.gantry.registry.status;

import io.gantry.bus.EventInbox;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.registry.graph.GraphSightings;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Takes in what the registry itself has written of graphs and services, by which every instance
/// knows which graphs hang on which services.
@ApplicationScoped
class GraphInbox {

    private final EventInbox inbox;
    private final GraphSightings graphs;
    private final StatusWriter writer;

    GraphInbox(EventInbox inbox, GraphSightings graphs, StatusWriter writer) {
        this.inbox = inbox;
        this.graphs = graphs;
        this.writer = writer;
    }

    @Incoming("inference-services")
    @Blocking
    void onService(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record, InferenceServiceEvent.class, event -> writer.changed(graphs.accept(event)));
    }

    @Incoming("inference-graphs")
    @Blocking
    void onGraph(ConsumerRecord<String, byte[]> record) {
        inbox.handle(
                record, InferenceGraphEvent.class, event -> writer.changed(graphs.accept(event)));
    }
}
