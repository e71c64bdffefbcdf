package io.gantry.registry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// What features share and do not make themselves.
final class Wiring {

    @Produces
    @Singleton
    InstantSource time() {
        return InstantSource.system();
    }
}
