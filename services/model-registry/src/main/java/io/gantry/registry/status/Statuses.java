package io.gantry.registry.status;

import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.registry.RegistryConfig;
import io.gantry.registry.inferenceservice.StoredService;
import jakarta.enterprise.context.ApplicationScoped;

/// The status of InferenceServices, from what the topics have said so far.
@ApplicationScoped
public class Statuses {

    private final Observed observed;
    private final RegistryConfig config;

    Statuses(Observed observed, RegistryConfig config) {
        this.observed = observed;
        this.config = config;
    }

    /// KServe's status of the service. Never blocks.
    public InferenceServiceStatus of(StoredService service) {
        return new Composition(service, observed.of(service), config.proxyUrl()).status();
    }
}
