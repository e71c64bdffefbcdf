package io.gantry.bus;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.impl.ReactiveKafkaConsumer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Closes all consumers at once when the service stops. The connector would close one after the
/// other, and take half a second for each, or two when Kafka is gone. First of all that stops, so
/// that no event starts something anew meanwhile.
@ApplicationScoped
class QuickStop {

    private final KafkaClientService clients;

    QuickStop(KafkaClientService clients) {
        this.clients = clients;
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String channel : clients.getConsumerChannels()) {
                for (KafkaConsumer<?, ?> consumer : clients.getConsumers(channel)) {
                    if (consumer instanceof ReactiveKafkaConsumer<?, ?> closeable) {
                        var _ = closing.submit(closeable::close);
                    }
                }
            }
        }
    }
}
