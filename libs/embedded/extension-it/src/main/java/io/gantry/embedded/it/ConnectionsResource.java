package io.gantry.embedded.it;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.Config;

/// Shows what the application is connected to, so that two of them in dev mode can be compared from
/// outside.
@Path("/connections")
class ConnectionsResource {

    private final Config config;

    ConnectionsResource(Config config) {
        this.config = config;
    }

    @GET
    public String connections() {
        return config.getValue("kafka.bootstrap.servers", String.class)
                + " "
                + config.getValue("quarkus.datasource.jdbc.url", String.class);
    }
}
