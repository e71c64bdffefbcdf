package io.gantry.registry.store;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/// How a virtual thread waits for what Hibernate Reactive does on an event loop.
public final class Waiting {

    /// Longer than anything takes that still works: who waits for ever tells nobody.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Waiting() {}

    /// @param work begun on an event loop
    /// @throws RuntimeException what the work failed with; also when it took more than a minute
    public static <T> T on(Supplier<Uni<T>> work) throws InterruptedException {
        try {
            return VertxContextSupport.subscribeAndAwait(() ->
                    work.get()
                            .ifNoItem()
                            .after(PATIENCE)
                            .failWith(() ->
                                    new IllegalStateException(
                                            "The database did not answer for %d s"
                                                    .formatted(PATIENCE.toSeconds()))));
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
