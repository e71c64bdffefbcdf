package io.gantry.embedded.devservices.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/// Dev services without a container runtime.
@ConfigMapping(prefix = "gantry.dev-services")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface GantryDevServicesConfig {

    /// Whether to provide what the application does not configure itself.
    @WithDefault("true")
    boolean enabled();

    /// Where all applications in dev mode find the infrastructure they share, and where its data is
    /// kept.
    @WithDefault("${user.home}/.gantry/dev")
    Path directory();

    /// The port of Kafka in dev mode, if this application is the first to start; 0 for any free
    /// one.
    @WithDefault("0")
    int kafkaPort();

    /// The port of PostgreSQL in dev mode, if this application is the first to start; 0 for any
    /// free one.
    @WithDefault("0")
    int postgresPort();

    /// The port of S3 in dev mode, if this application is the first to start; 0 for any free one.
    @WithDefault("0")
    int s3Port();
}
