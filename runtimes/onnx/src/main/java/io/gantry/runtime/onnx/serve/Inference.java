package io.gantry.runtime.onnx.serve;

import io.gantry.runtime.onnx.OnnxConfig;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs computations on a bounded number of threads. What is beyond the bound waits, what is beyond
/// the queue is refused at once, so that a client hears of the overload while it can still go
/// elsewhere.
@ApplicationScoped
public class Inference {

    private static final long STOP_PATIENCE_SECONDS = 20;
    private static final String SHUTTING_DOWN = "The server is shutting down.";

    private final ThreadPoolExecutor pool;
    private final ServingMetrics metrics;

    Inference(OnnxConfig config, ServingMetrics metrics, MeterRegistry registry) {
        int threads = config.threads().orElse(Runtime.getRuntime().availableProcessors());
        this.metrics = metrics;
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(config.queueSize()),
                        Thread.ofPlatform().name("inference-", 0).daemon().factory());
        gauge(registry, config, "gantry.onnx.inflight", pool::getActiveCount);
        gauge(registry, config, "gantry.onnx.queued", () -> pool.getQueue().size());
    }

    /// Computes on the pool while the calling (virtual) thread waits.
    ///
    /// @param rows how many rows or texts the request has
    public <T> T compute(int rows, Supplier<T> computation) {
        try {
            return metrics.predict(rows, () -> pool.submit(computation::get).get());
        } catch (RejectedExecutionException full) {
            if (pool.isShutdown()) {
                throw new RefusedException(Reason.NOT_READY, SHUTTING_DOWN, full);
            }
            throw new RefusedException(
                    Reason.BUSY,
                    "All %d threads are computing and %d requests wait: try again, or start more replicas."
                            .formatted(pool.getMaximumPoolSize(), pool.getQueue().size()),
                    full);
        } catch (ExecutionException failure) {
            // A refusal by the computation is one of the request.
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failure.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.NOT_READY, SHUTTING_DOWN, stopping);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Native code that is left running while the JVM ends would crash it.
    @PreDestroy
    void stop() throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            Log.warnf("Ending while computations are under way count=%d", pool.getActiveCount());
        }
    }

    private static void gauge(
            MeterRegistry registry, OnnxConfig config, String name, Supplier<Number> value) {
        Gauge.builder(name, value).tag("model_name", config.modelName()).register(registry);
    }
}
