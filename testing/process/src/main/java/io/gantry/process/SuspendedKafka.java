package io.gantry.process;

import java.io.IOException;
import java.util.Optional;

/// Holds the broker of the dev services, so that it answers nobody. Their database is another
/// process and goes on.
public final class SuspendedKafka implements AutoCloseable {

    private final ProcessHandle broker;

    private SuspendedKafka(ProcessHandle broker) {
        this.broker = broker;
    }

    /// The process of this test's broker, the one JVM that the tests have started; empty when
    /// something else provides Kafka.
    public static Optional<ProcessHandle> broker() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst();
    }

    public static SuspendedKafka of(ProcessHandle broker) {
        signal("-STOP", broker);
        return new SuspendedKafka(broker);
    }

    @Override
    public void close() {
        signal("-CONT", broker);
    }

    private static void signal(String signal, ProcessHandle process) {
        try {
            int status =
                    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill %s failed".formatted(signal));
            }
        } catch (IOException e) {
            throw new IllegalStateException("kill cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
