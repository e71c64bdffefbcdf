package io.gantry.proxy.route;

import java.util.List;

/// What a model's name leads to.
public sealed interface Lookup {

    /// The one service of that name.
    record Found(ServiceRoute service) implements Lookup {}

    /// The one service of that host name, and of it the predictor alone.
    record OfPredictor(ServiceRoute service) implements Lookup {}

    /// Several services have it, and the request does not say which.
    ///
    /// @param services `namespace/name` of each, by namespace
    record Ambiguous(List<String> services) implements Lookup {
        public Ambiguous {
            services = List.copyOf(services);
        }
    }

    /// No service has that name.
    record Unknown() implements Lookup {}
}
