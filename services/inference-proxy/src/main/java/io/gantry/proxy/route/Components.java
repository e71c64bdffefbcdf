package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What of a service stands before its predictor.
///
/// A request that has a place at a replica goes to one of these in its stead, which calls the
/// predictor by its name in the cluster. So the predictor is woken, limited and counted by what
/// comes in, and nobody calls in a circle.
///
/// @param transformer where requests enter; null when that is the predictor
/// @param explainer where V1's `:explain` goes; null when that is where the others go
/// @param transformerLog what is logged of requests that enter at the transformer as its own; null
///   for nothing
/// @param explainerLog the same of the explainer
public record Components(
        @Nullable Endpoint transformer,
        @Nullable Endpoint explainer,
        @Nullable LogPolicy transformerLog,
        @Nullable LogPolicy explainerLog) {

    public static final Components NONE = new Components(null, null, null, null);

    private static final String EXPLAIN = ":explain";

    /// Where a request goes; null for the replica that it has a place at.
    ///
    /// @param path what the predictor would get as path
    public @Nullable Endpoint entry(String path) {
        return explainer != null && path.endsWith(EXPLAIN) ? explainer : transformer;
    }

    /// What is logged of a request as that of where it enters; null for nothing.
    ///
    /// @param entry null for the predictor
    @Nullable LogPolicy logOf(@Nullable Endpoint entry) {
        if (entry == null) {
            return null;
        }
        return entry.equals(explainer) ? explainerLog : transformerLog;
    }

    /// What was said last of any revision; one of which nothing runs has nothing to say.
    ///
    /// @param service the manifest
    static Components of(Collection<PredictorObserved> predictors, JsonNode service) {
        return predictors.stream()
                .filter(predictor -> !predictor.components().isEmpty())
                .max(Comparator.comparingLong(PredictorObserved::generation))
                .map(PredictorObserved::components)
                .map(told ->
                        new Components(
                                endpoint(told.get(PredictorObserved.TRANSFORMER)),
                                endpoint(told.get(PredictorObserved.EXPLAINER)),
                                LogPolicy.of(PredictorObserved.TRANSFORMER, service).orElse(null),
                                LogPolicy.of(PredictorObserved.EXPLAINER, service).orElse(null)))
                .orElse(NONE);
    }

    /// Null as well for what is no `host:port`.
    private static @Nullable Endpoint endpoint(@Nullable String address) {
        int colon = address == null ? -1 : address.lastIndexOf(':');
        if (address == null || colon <= 0 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            return null;
        }
        return new Endpoint(
                address,
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)),
                "",
                true,
                null);
    }
}
