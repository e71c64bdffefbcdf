package io.gantry.cli.suite;

import io.gantry.embedded.InfrastructureConnection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What each service is told at its start. It goes in by environment variables: arguments can be
/// read by every user of the machine, and some of these are secrets.
public record ServiceConfiguration(
        Installation installation, GantryDirectory directory, UpSettings settings) {

    public Map<String, String> environment(
            Service service, InfrastructureConnection infrastructure) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarkus.http.host", settings.host());
        properties.put("quarkus.http.port", Integer.toString(settings.port(service)));
        properties.put("kafka.bootstrap.servers", infrastructure.kafkaBootstrapServers());
        switch (service) {
            case MODEL_REGISTRY -> registry(properties, infrastructure.postgres());
            case LOADER -> loader(properties, infrastructure.s3());
            case DEPLOYER -> deployer(properties);
            case MONITOR, INFERENCE_PROXY -> {}
        }
        properties.putAll(settings.extra(service));
        Map<String, String> environment = new LinkedHashMap<>();
        properties.forEach((name, value) -> environment.put(variable(name), value));
        return environment;
    }

    private void registry(
            Map<String, String> properties, InfrastructureConnection.Postgres postgres) {
        properties.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        properties.put("quarkus.datasource.reactive.url", postgres.reactiveUrl());
        properties.put("quarkus.datasource.username", postgres.user());
        properties.put("quarkus.datasource.password", postgres.password());
        properties.put(
                "gantry.registry.runtimes-directory", installation.runtimeManifests().toString());
        properties.put(
                "gantry.registry.proxy-url",
                "http://%s:%d".formatted(settings.host(), settings.port(Service.INFERENCE_PROXY)));
    }

    private void loader(Map<String, String> properties, InfrastructureConnection.S3 s3) {
        properties.put("gantry.loader.cache.directory", directory.cache().toString());
        properties.put("gantry.loader.s3.endpoint", s3.endpoint());
        properties.put("gantry.loader.s3.access-key", s3.accessKey());
        properties.put("gantry.loader.s3.secret-key", s3.secretKey());
        properties.put("gantry.loader.s3.path-style", "true");
        // Its predictors are processes of this machine.
        properties.put("gantry.loader.warm.everything", "true");
        // Who starts it can read the same files without it.
        properties.put("gantry.loader.file.roots", "/");
    }

    private void deployer(Map<String, String> properties) {
        properties.put("gantry.deployer.local.directory", directory.predictors().toString());
        properties.put(
                "gantry.deployer.local.path",
                installation.runtimeLaunchers().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(",")));
        properties.put("gantry.deployer.local.stop-predictors-on-exit", "true");
    }

    /// The environment variable by which MicroProfile Config finds a property.
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
