package io.gantry.deployer.whole;

import io.gantry.events.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Sends requests one after the other, each to the endpoint that is right at that moment.
final class ConstantLoad implements AutoCloseable {

    private final Supplier<Optional<Endpoint>> route;
    private final AtomicInteger answers = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread sender;
    private volatile boolean closed;

    ConstantLoad(Supplier<Optional<Endpoint>> route) {
        this.route = route;
        this.sender = Thread.ofVirtual().name("load").start(this::send);
    }

    int answers() {
        return answers.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    private void send() {
        while (!closed) {
            Optional<Endpoint> endpoint = route.get();
            try {
                Replicas.get(endpoint.orElseThrow(), "/");
                answers.incrementAndGet();
            } catch (IOException | RuntimeException e) {
                failures.add(endpoint + ": " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
    }
}
