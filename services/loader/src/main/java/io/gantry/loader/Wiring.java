package io.gantry.loader;

import io.gantry.loader.cache.ArtifactCache;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Beans made of classes that know nothing of CDI.
@Dependent
class Wiring {

    @Produces
    @Singleton
    ArtifactCache cache(LoaderConfig config) {
        return new ArtifactCache(config.cache().directory(), config.cache().rehashAtStart());
    }

    void close(@Disposes ArtifactCache cache) {
        cache.close();
    }

    @Produces
    @Singleton
    InstantSource time() {
        return InstantSource.system();
    }
}
