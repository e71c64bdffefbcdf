package io.gantry.loader;

import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.fetch.Sources;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.file.FileRoots;
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
    Sources sources(LoaderConfig config, TrustedCertificates trusted, InstantSource time) {
        return Backends.of(
                config, trusted, time, config.cache().directory(), FileRoots.allowed(config));
    }

    void close(@Disposes Sources sources) {
        sources.close();
    }

    @Produces
    @Singleton
    InstantSource time() {
        return InstantSource.system();
    }
}
