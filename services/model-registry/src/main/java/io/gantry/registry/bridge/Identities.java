package io.gantry.registry.bridge;

import io.gantry.registry.RegistryConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/// What instances are called in a Lease.
final class Identities {

    private Identities() {}

    static String of(RegistryConfig.Lease config) {
        return config.identity().orElseGet(() -> host() + "_" + UUID.randomUUID());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The random suffix alone tells instances apart.
            return "model-registry";
        }
    }
}
