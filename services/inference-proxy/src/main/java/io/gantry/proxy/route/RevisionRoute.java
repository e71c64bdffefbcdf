package io.gantry.proxy.route;

import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.PredictorObserved.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One revision as far as routing goes.
///
/// @param number orders the revisions of a service
/// @param listed whether the service's spec still has it
/// @param weight its share of the traffic; 0 when it is not listed
/// @param endpoints the replicas that take requests
/// @param concurrency how many requests a replica takes at once; 0 for any number
/// @param timeoutSeconds until when a request must have begun to be answered; 0 for the default
/// @param phase null when the deployer has not spoken of it yet
/// @param failure what keeps it from being ready
/// @param log what of its traffic is logged; null for nothing
public record RevisionRoute(
        RevisionId id,
        int number,
        boolean listed,
        int weight,
        List<Endpoint> endpoints,
        int concurrency,
        long timeoutSeconds,
        @Nullable Phase phase,
        @Nullable Failure failure,
        @Nullable LogPolicy log) {

    public RevisionRoute {
        endpoints = List.copyOf(endpoints);
    }

    public String name() {
        return id.revision();
    }

    boolean ready() {
        return !endpoints.isEmpty();
    }

    boolean weighted() {
        return listed && weight > 0;
    }
}
