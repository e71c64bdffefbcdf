package io.gantry.registry.store;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/// How a virtual thread waits for what Hibernate Reactive does on an event loop.
public final class Waiting {

    private Waiting() {}

    /// @param work begun on an event loop
    /// @throws RuntimeException what the work failed with
    public static <T> T on(Supplier<Uni<T>> work) throws InterruptedException {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
