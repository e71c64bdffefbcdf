package io.gantry.cli.suite;

import io.gantry.cli.CliException;
import io.gantry.embedded.EmbeddedInfrastructure;
import java.util.Map;

/// How the suite is to be started.
///
/// @param host the address to bind to
/// @param portOffset added to every default port, so that a second suite finds room
/// @param extra configuration of the services, by service, that wins over what `up` sets
public record UpSettings(String host, int portOffset, Map<Service, Map<String, String>> extra) {

    private static final int KAFKA_PORT = 9092;
    private static final int POSTGRES_PORT = 5432;
    private static final int S3_PORT = 9000;
    private static final int LAST_PORT = 65_535;

    /// @throws CliException when a port would not be one
    public UpSettings {
        extra = Map.copyOf(extra);
        if (POSTGRES_PORT + portOffset < 1 || KAFKA_PORT + portOffset > LAST_PORT) {
            throw CliException.badInput(
                    "--port-offset takes a number from %d to %d, found %d"
                            .formatted(1 - POSTGRES_PORT, LAST_PORT - KAFKA_PORT, portOffset));
        }
    }

    public int port(Service service) {
        return service.defaultPort() + portOffset;
    }

    public EmbeddedInfrastructure.Ports infrastructurePorts() {
        return new EmbeddedInfrastructure.Ports(
                KAFKA_PORT + portOffset, POSTGRES_PORT + portOffset, S3_PORT + portOffset);
    }

    Map<String, String> extra(Service service) {
        return extra.getOrDefault(service, Map.of());
    }
}
