package io.gantry.embedded.it;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/// What arrived on one of Gantry's topics.
@ApplicationScoped
class Registrations {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Incoming("registrations")
    void receive(String registration) {
        received.add(registration);
    }

    @Nullable String next() throws InterruptedException {
        return received.poll(30, TimeUnit.SECONDS);
    }
}
