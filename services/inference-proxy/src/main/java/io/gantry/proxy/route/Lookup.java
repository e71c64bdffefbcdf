package io.gantry.proxy.route;

import java.util.List;

/// What a model's name leads to.
public sealed interface Lookup {

    /// The one service of that name.
    record Found(ServiceRoute service) implements Lookup {}

    /// The one service of that host name, and of it the predictor alone.
    record OfPredictor(ServiceRoute service) implements Lookup {}

    /// Several namespaces have it, `default` does not, and the request does not say which.
    record Ambiguous(List<String> namespaces) implements Lookup {
        public Ambiguous {
            namespaces = List.copyOf(namespaces);
        }
    }

    /// No service has that name.
    record Unknown() implements Lookup {}
}
