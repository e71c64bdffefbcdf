package io.gantry.bus;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// Opens admin clients to the broker that the channels use.
@ApplicationScoped
public class KafkaAdmin {

    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;

    private final Map<String, Object> settings;

    KafkaAdmin(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        this.settings = settings;
    }

    /// The caller closes it.
    public Admin open() {
        Map<String, Object> admin = new HashMap<>();
        settings.forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(key)) {
                admin.put(key, value);
            }
        });
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        return Admin.create(admin);
    }
}
