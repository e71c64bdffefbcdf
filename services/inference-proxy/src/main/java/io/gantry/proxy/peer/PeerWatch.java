package io.gantry.proxy.peer;

import io.gantry.bus.CatchUp;
import io.gantry.bus.EventInbox;
import io.gantry.events.ProxyEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/// Hears the other proxies.
@ApplicationScoped
class PeerWatch {

    private final EventInbox inbox;
    private final CatchUp catchUp;
    private final Peers peers;
    private final Presence presence;

    PeerWatch(EventInbox inbox, CatchUp catchUp, Peers peers, Presence presence) {
        this.inbox = inbox;
        this.catchUp = catchUp;
        this.peers = peers;
        this.presence = presence;
    }

    @Incoming("proxies")
    @Blocking
    void onProxy(ConsumerRecord<String, byte[]> record) {
        inbox.handle(record, ProxyEvent.class, this::accept);
    }

    /// What was said before this proxy began to listen is history: whoever said it may be long
    /// gone, and somebody else be at its address.
    private void accept(ProxyEvent event) {
        presence.recall(event);
        if (catchUp.reached() && peers.accept(event, System.nanoTime())) {
            presence.greet();
        }
    }
}
