package io.gantry.deployer.api;

import io.gantry.deployer.platform.PredictorLogs;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Sends output to a client, and goes on with what is written later for as long as it listens.
@ApplicationScoped
class LogStream {

    private static final long LOOK_AGAIN_MILLIS = 200;

    private final CountDownLatch stopping = new CountDownLatch(1);

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /// @param goesOn asked again and again whether to wait for more
    StreamingOutput of(PredictorLogs logs, String replica, int lines, BooleanSupplier goesOn) {
        return out -> {
            PredictorLogs.Chunk chunk = logs.tail(replica, lines);
            write(chunk, out);
            while (goesOn.getAsBoolean() && !stopped()) {
                chunk = logs.since(replica, chunk.next());
                write(chunk, out);
            }
        };
    }

    private static void write(PredictorLogs.Chunk chunk, OutputStream out) throws IOException {
        if (!chunk.text().isEmpty()) {
            out.write(chunk.text().getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private boolean stopped() {
        try {
            return stopping.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
