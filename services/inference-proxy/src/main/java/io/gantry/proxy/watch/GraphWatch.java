package io.gantry.proxy.watch;

import io.gantry.bus.EventInbox;
import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.InferenceGraphDeleted;
import io.gantry.events.InferenceGraphEvent;
import io.gantry.events.LatestStates;
import io.gantry.proxy.graph.GraphRoute;
import io.gantry.proxy.graph.Graphs;
import io.gantry.proxy.meter.GraphMeters;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Turns what the topic says into the graphs that can be asked.
@ApplicationScoped
class GraphWatch {

    private final EventInbox inbox;
    private final Graphs graphs;
    private final GraphMeters meters;
    private final LatestStates<InferenceGraphEvent> states = new LatestStates<>();

    GraphWatch(EventInbox inbox, Graphs graphs, GraphMeters meters) {
        this.inbox = inbox;
        this.graphs = graphs;
        this.meters = meters;
    }

    @Incoming("inference-graphs")
    @Blocking
    void onGraph(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, InferenceGraphEvent.class, this::accept);
    }

    private synchronized void accept(InferenceGraphEvent event) {
        if (!states.accept(event)) {
            return;
        }
        switch (event) {
            case InferenceGraphApplied applied -> graphs.put(GraphRoute.of(applied));
            case InferenceGraphDeleted gone -> {
                graphs.remove(gone.key());
                meters.retire(gone.namespace(), gone.name());
            }
        }
    }
}
