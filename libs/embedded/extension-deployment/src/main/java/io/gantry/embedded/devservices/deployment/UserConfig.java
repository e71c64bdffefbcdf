package io.gantry.embedded.devservices.deployment;

import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/// What the user has settled: a part whose address is set, or whose dev service is switched off, is
/// not provided.
final class UserConfig {

    private static final Logger LOG = Logger.getLogger(UserConfig.class);

    private final Config config = ConfigProvider.getConfig();

    Parts leaves(Parts used) {
        boolean kafka =
                used.kafka()
                        && !isSet("kafka.bootstrap.servers")
                        && !isOff("quarkus.kafka.devservices.enabled");
        boolean datasource = used.datasource() && leavesDatasource();
        boolean s3 = used.s3() && !isSet("quarkus.s3.endpoint-override") && !isAnySet("gantry.s3.");
        if (datasource) {
            warnAboutCredentials();
        }
        return new Parts(kafka, datasource && used.jdbc(), datasource && used.reactive(), s3);
    }

    private boolean leavesDatasource() {
        String kind =
                config.getOptionalValue("quarkus.datasource.db-kind", String.class)
                        .orElse("postgresql");
        return List.of("postgresql", "postgres", "pg", "pgsql").contains(kind)
                && !isSet("quarkus.datasource.jdbc.url")
                && !isSet("quarkus.datasource.reactive.url")
                && !isOff("quarkus.datasource.devservices.enabled")
                && !isOff("quarkus.datasource.active");
    }

    /// They would win over those of the provided database, which then would refuse them.
    private void warnAboutCredentials() {
        if (isSet("quarkus.datasource.username") || isSet("quarkus.datasource.password")) {
            LOG.warn(
                    "quarkus.datasource.username or .password is set without a URL: the database of the dev services"
                            + " has its own; set the two in the prod profile only, or set the URL as well");
        }
    }

    private static boolean isSet(String key) {
        return ConfigUtils.isPropertyNonEmpty(key);
    }

    private boolean isOff(String key) {
        return !config.getOptionalValue(key, Boolean.class).orElse(true);
    }

    private boolean isAnySet(String prefix) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(name -> name.startsWith(prefix) && isSet(name));
    }
}
