package io.gantry.embedded.devservices.deployment;

import io.gantry.embedded.EmbeddedInfrastructure;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.deployment.spi.DefaultDataSourceDbKindBuildItem;
import io.quarkus.datasource.deployment.spi.DevServicesDatasourceConfigurationHandlerBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.logging.LogCleanupFilterBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.LaunchMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Offers the embedded infrastructure as one dev service.
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
final class EmbeddedDevServicesProcessor {

    private static final Logger LOG = Logger.getLogger(EmbeddedDevServicesProcessor.class);
    private static final String FEATURE = "gantry-dev-services";

    /// Nothing is needed where a container runtime answers: the standard dev services take over.
    @BuildStep
    NeededPartsBuildItem decide(
            GantryDevServicesConfig config,
            DockerStatusBuildItem docker,
            Capabilities capabilities,
            List<DefaultDataSourceDbKindBuildItem> databases) {
        if (!config.enabled() || docker.isContainerRuntimeAvailable()) {
            return new NeededPartsBuildItem(Parts.NONE);
        }
        boolean postgres =
                databases.stream().anyMatch(database -> "postgresql".equals(database.getDbKind()));
        return new NeededPartsBuildItem(
                new UserConfig()
                        .leaves(
                                new Parts(
                                        capabilities.isPresent(Capability.KAFKA),
                                        postgres && capabilities.isPresent(Capability.AGROAL),
                                        postgres
                                                && capabilities.isPresent(
                                                        Capability.REACTIVE_PG_CLIENT),
                                        true)));
    }

    /// The standard dev service finds no container runtime and would fail the build; told that
    /// somebody looks after the default data source, it stays out of the way.
    @BuildStep
    void standInForDatasource(
            NeededPartsBuildItem needed,
            BuildProducer<DevServicesDatasourceConfigurationHandlerBuildItem> handlers) {
        if (needed.parts().datasource()) {
            handlers.produce(
                    new DevServicesDatasourceConfigurationHandlerBuildItem(
                            "postgresql",
                            (_, _) -> Map.of(),
                            _ -> Map.of(),
                            DataSourceUtil::isDefault));
        }
    }

    /// Those who look for a container runtime complain and ask for what is provided here. Quarkus
    /// lets no filter touch the one error among the complaints, Testcontainers' "Could not find a
    /// valid Docker environment".
    @BuildStep
    void quietComplaints(
            NeededPartsBuildItem needed, BuildProducer<LogCleanupFilterBuildItem> filters) {
        if (needed.parts().any()) {
            filters.produce(
                    new LogCleanupFilterBuildItem(
                            "org.testcontainers.dockerclient.DockerMachineClientProviderStrategy",
                            "docker-machine executable was not found"));
        }
        if (needed.parts().kafka()) {
            filters.produce(
                    new LogCleanupFilterBuildItem(
                            "io.quarkus.kafka.client.deployment.DevServicesKafkaProcessor",
                            "Docker isn't working"));
        }
    }

    @BuildStep
    void provide(
            NeededPartsBuildItem needed,
            GantryDevServicesConfig config,
            LaunchModeBuildItem launchMode,
            CurateOutcomeBuildItem curateOutcome,
            BuildProducer<DevServicesResultBuildItem> devServices) {
        if (!needed.parts().any()) {
            return;
        }
        InfrastructureProcess.Java java =
                new InfrastructureProcess.Java(
                        Path.of(System.getProperty("java.home")),
                        InfrastructureClasspath.of(curateOutcome.getApplicationModel()));
        devServices.produce(
                DevServicesResultBuildItem.<InfrastructureStartable>owned()
                        .feature(FEATURE)
                        .description("Kafka, PostgreSQL and S3 without containers")
                        // A string, since live reload loads this extension's own classes anew.
                        .serviceConfig(
                                needed.parts() + " " + ports(config) + " " + config.directory())
                        .startable(() ->
                                new InfrastructureStartable(
                                        java, () -> launch(launchMode.getLaunchMode(), config)))
                        .postStartHook(EmbeddedDevServicesProcessor::logStarted)
                        .configProvider(properties(needed.parts()))
                        .build());
    }

    private static Launch launch(LaunchMode mode, GantryDevServicesConfig config) {
        return mode == LaunchMode.TEST
                ? Launch.temporary()
                : Launch.shared(config.directory(), ports(config));
    }

    private static EmbeddedInfrastructure.Ports ports(GantryDevServicesConfig config) {
        return new EmbeddedInfrastructure.Ports(
                config.kafkaPort(), config.postgresPort(), config.s3Port());
    }

    private static Map<String, Function<InfrastructureStartable, String>> properties(Parts parts) {
        Map<String, Function<InfrastructureConnection, String>> properties = new HashMap<>();
        if (parts.kafka()) {
            properties.put(
                    "kafka.bootstrap.servers", InfrastructureConnection::kafkaBootstrapServers);
        }
        if (parts.jdbc()) {
            properties.put("quarkus.datasource.jdbc.url", it -> it.postgres().jdbcUrl());
        }
        if (parts.reactive()) {
            properties.put("quarkus.datasource.reactive.url", it -> it.postgres().reactiveUrl());
        }
        if (parts.datasource()) {
            properties.put("quarkus.datasource.username", it -> it.postgres().user());
            properties.put("quarkus.datasource.password", it -> it.postgres().password());
        }
        if (parts.s3()) {
            properties.put("gantry.embedded.s3.endpoint", it -> it.s3().endpoint());
            properties.put("gantry.embedded.s3.access-key", it -> it.s3().accessKey());
            properties.put("gantry.embedded.s3.secret-key", it -> it.s3().secretKey());
        }
        Map<String, Function<InfrastructureStartable, String>> ofStartable = new HashMap<>();
        properties.forEach((key, value) ->
                ofStartable.put(key, startable -> value.apply(startable.connection())));
        return Map.copyOf(ofStartable);
    }

    private static void logStarted(InfrastructureStartable startable) {
        InfrastructureConnection connection = startable.connection();
        LOG.infof(
                "Dev Services without containers: kafka=%s postgres=%s s3=%s pid=%d",
                connection.kafkaBootstrapServers(),
                connection.postgres().jdbcUrl(),
                connection.s3().endpoint(),
                connection.pid());
    }
}
