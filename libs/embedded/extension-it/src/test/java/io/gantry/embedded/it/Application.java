package io.gantry.embedded.it;

import io.quarkus.arc.Arc;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/// The running application as its tests see it.
final class Application {

    private Application() {}

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    static String property(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    static Optional<String> optionalProperty(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class);
    }
}
