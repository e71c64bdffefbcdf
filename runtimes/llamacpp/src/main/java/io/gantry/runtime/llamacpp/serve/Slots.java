package io.gantry.runtime.llamacpp.serve;

import io.gantry.runtime.llamacpp.LlamaConfig;
import io.gantry.runtime.llamacpp.engine.Engine;
import io.gantry.runtime.llamacpp.engine.Sampling;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Generates a bounded number of answers at the same time. What is beyond the bound waits, what is
/// beyond the queue is refused at once, so that a client hears of the overload while it can still
/// go elsewhere.
@ApplicationScoped
public class Slots {

    private static final long STOP_PATIENCE_SECONDS = 20;

    private final ThreadPoolExecutor pool;
    private final ServingMetrics metrics;

    Slots(LlamaConfig config, ServingMetrics metrics) {
        this.metrics = metrics;
        this.pool =
                new ThreadPoolExecutor(
                        config.maxNumSeqs(),
                        config.maxNumSeqs(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(config.queueSize()),
                        // Platform threads: native code would pin virtual ones.
                        Thread.ofPlatform().name("slot-", 0).daemon().factory());
        metrics.watch(pool::getActiveCount, () -> pool.getQueue().size());
    }

    /// @param clientGone whether nobody waits for it any more
    public Answer start(
            Engine engine, Prompt prompt, Sampling sampling, BooleanSupplier clientGone) {
        Answer answer = new Answer(clientGone);
        try {
            pool.execute(new Generating(engine, prompt, sampling, answer, metrics));
            return answer;
        } catch (RejectedExecutionException full) {
            throw new RefusedException(
                    Reason.BUSY,
                    "%d answers are being generated and %d requests wait: try again, or start more replicas."
                            .formatted(pool.getMaximumPoolSize(), pool.getQueue().size()),
                    full);
        }
    }

    /// Lets nobody in any more.
    ///
    /// @return whether all answers have come to their end
    boolean end() throws InterruptedException {
        pool.shutdown();
        return pool.awaitTermination(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
