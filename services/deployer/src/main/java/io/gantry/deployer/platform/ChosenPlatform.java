package io.gantry.deployer.platform;

import io.gantry.deployer.DeployerConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.util.Locale;

/// The platform that the configuration names.
@ApplicationScoped
class ChosenPlatform {

    @Produces
    @ApplicationScoped
    Platform platform(DeployerConfig config, @Any Instance<Platform> all) {
        String name = config.platform().name().toLowerCase(Locale.ROOT);
        return all.select(Identifier.Literal.of(name)).get();
    }
}
