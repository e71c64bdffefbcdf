package io.gantry.proxy.meter;

import io.gantry.proxy.ProxyConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what requests say of whose they are. Of so many tenants each is counted by itself, and
/// all further ones as one: whoever sends requests shall not fill the memory with names.
@Singleton
public class TenantMeters {

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    TenantMeters(MeterRegistry registry, ProxyConfig config) {
        this.registry = registry;
        this.most = config.meter().maxTenants();
    }

    /// A request was answered.
    public void answered(String namespace, String model, String tenant) {
        counters.computeIfAbsent(
                        new Key(namespace, model, label(tenant), ""),
                        key ->
                                counter(
                                        key,
                                        "gantry.proxy.tenant.requests",
                                        "Requests that were answered"))
                .increment();
    }

    /// A language model's answer ended.
    public void generated(String namespace, String model, String tenant, TokenCounter answer) {
        answer.usage()
                .ifPresent(usage -> {
                    tokens(namespace, model, tenant, "prompt", usage.prompt());
                    tokens(namespace, model, tenant, "completion", usage.completion());
                });
    }

    /// A service is gone.
    public void retire(String namespace, String model) {
        counters.forEach((key, counter) -> {
            if (key.namespace().equals(namespace) && key.model().equals(model)) {
                registry.remove(counter);
                counters.remove(key);
            }
        });
    }

    private void tokens(String namespace, String model, String tenant, String kind, long count) {
        if (count >= 0) {
            counters.computeIfAbsent(
                            new Key(namespace, model, label(tenant), kind),
                            key ->
                                    counter(
                                            key,
                                            "gantry.proxy.tenant.tokens",
                                            "Tokens of requests and answers"))
                    .increment((double) count);
        }
    }

    private String label(String tenant) {
        if (known.contains(tenant)) {
            return tenant;
        }
        return known.size() < most && known.add(tenant) ? tenant : OTHER;
    }

    private Counter counter(Key key, String name, String description) {
        Counter.Builder builder =
                Counter.builder(name)
                        .description(description)
                        .tag("namespace", key.namespace())
                        .tag("model", key.model())
                        .tag("tenant", key.tenant());
        return (key.kind().isEmpty() ? builder : builder.tag("kind", key.kind()))
                .register(registry);
    }

    /// @param kind of tokens; empty of requests
    private record Key(String namespace, String model, String tenant, String kind) {}
}
