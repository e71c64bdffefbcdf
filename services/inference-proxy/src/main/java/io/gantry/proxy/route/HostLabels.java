package io.gantry.proxy.route;

import io.gantry.events.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first labels of the host names that KServe gives a service: `{name}-{namespace}`, and
/// `{name}-predictor-{namespace}` for its predictor alone.
///
/// Names and namespaces may have dashes, so one label may mean several services. One whose own
/// label it is comes before one of whose predictor it is.
final class HostLabels {

    private static final String PREDICTOR = "-predictor";

    private HostLabels() {}

    /// @param key `namespace/name`
    static List<String> of(String key) {
        int slash = key.indexOf('/');
        String namespace = key.substring(0, slash);
        String name = key.substring(slash + 1);
        return List.of(name + '-' + namespace, name + PREDICTOR + '-' + namespace);
    }

    /// What a label leads to; empty when there is no such service.
    ///
    /// @param services by `namespace/name`
    static Optional<Lookup> find(String label, Map<String, ServiceRoute> services) {
        List<ServiceRoute> own = new ArrayList<>();
        List<ServiceRoute> ofPredictor = new ArrayList<>();
        for (int dash = label.indexOf('-'); dash >= 0; dash = label.indexOf('-', dash + 1)) {
            String name = label.substring(0, dash);
            String namespace = label.substring(dash + 1);
            add(own, services.get(Keys.service(namespace, name)));
            if (name.endsWith(PREDICTOR)) {
                String service = name.substring(0, name.length() - PREDICTOR.length());
                add(ofPredictor, services.get(Keys.service(namespace, service)));
            }
        }
        return lookup(own)
                .or(() ->
                        lookup(ofPredictor)
                                .map(found ->
                                        found instanceof Lookup.Found(ServiceRoute service)
                                                ? new Lookup.OfPredictor(service)
                                                : found));
    }

    private static void add(List<ServiceRoute> found, @Nullable ServiceRoute service) {
        if (service != null) {
            found.add(service);
        }
    }

    private static Optional<Lookup> lookup(List<ServiceRoute> found) {
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Lookup.Found(found.getFirst()));
            default ->
                    Optional.of(
                            new Lookup.Ambiguous(
                                    found.stream()
                                            .sorted(Comparator.comparing(ServiceRoute::namespace))
                                            .map(ServiceRoute::key)
                                            .toList()));
        };
    }
}
