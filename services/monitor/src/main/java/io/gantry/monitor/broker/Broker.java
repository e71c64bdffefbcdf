package io.gantry.monitor.broker;

import io.gantry.bus.KafkaAdmin;
import io.gantry.monitor.MonitorConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// Keeps the broker's figures. A broker that does not answer costs nobody else time.
@ApplicationScoped
public class Broker {

    private final KafkaAdmin kafka;
    private final Duration interval;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("broker-figures").factory());
    private @Nullable Admin admin;
    private boolean told;
    private volatile Optional<BrokerFigures> latest = Optional.empty();

    Broker(KafkaAdmin kafka, MonitorConfig config) {
        this.kafka = kafka;
        this.interval = config.alerts().brokerInterval();
    }

    /// Empty while the broker does not answer.
    public Optional<BrokerFigures> latest() {
        return latest;
    }

    void start(@Observes StartupEvent event) {
        long millis = interval.toMillis();
        var _ = timer.scheduleWithFixedDelay(this::read, 0, millis, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        timer.close();
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private void read() {
        try {
            if (admin == null) {
                admin = kafka.open();
            }
            latest = Optional.of(new BrokerReader(admin).read());
            told = false;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            latest = Optional.empty();
            if (!told) {
                Log.warnf(
                        "Kafka does not tell how far consumers are behind, nor of dead letters, trying again until it does reason=%s",
                        e.getMessage());
            }
            told = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
