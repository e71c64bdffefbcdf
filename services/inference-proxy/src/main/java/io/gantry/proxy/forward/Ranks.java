package io.gantry.proxy.forward;

import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.admit.Rank;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads out of requests whose they are and how urgent, by the headers of the Gateway API inference
/// extension: the fairness id is the tenant, the objective is one of the priorities that are
/// configured by name.
@Singleton
class Ranks {

    private static final String TENANT = "x-gateway-inference-fairness-id";
    private static final String OBJECTIVE = "x-gateway-inference-objective";

    /// What is longer is no id, and would be held for as long as the request waits.
    private static final int LONGEST = 256;

    private final Map<String, Integer> priorities;

    Ranks(ProxyConfig config) {
        this.priorities = Map.copyOf(config.admit().priorities());
    }

    Rank of(MultiMap headers) {
        String tenant = tenant(headers);
        String objective = headers.get(OBJECTIVE);
        return tenant.isEmpty() && objective == null
                ? Rank.NONE
                : new Rank(priority(objective), tenant);
    }

    private int priority(@Nullable String objective) {
        return objective == null ? 0 : priorities.getOrDefault(objective, 0);
    }

    /// Empty for none.
    static String tenant(MultiMap headers) {
        String given = headers.get(TENANT);
        return given == null || given.length() > LONGEST ? "" : given;
    }
}
