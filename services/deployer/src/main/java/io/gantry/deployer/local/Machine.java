package io.gantry.deployer.local;

import io.gantry.deployer.DeployerConfig;
import jakarta.enterprise.context.ApplicationScoped;

/// What replicas need of this machine.
@ApplicationScoped
class Machine {

    private final Launcher launcher;
    private final Prober prober;
    private final FreePorts ports;
    private final StartMetrics metrics;
    private final DeployerConfig.Local config;

    Machine(
            Launcher launcher,
            Prober prober,
            FreePorts ports,
            StartMetrics metrics,
            DeployerConfig config) {
        this.launcher = launcher;
        this.prober = prober;
        this.ports = ports;
        this.metrics = metrics;
        this.config = config.local();
    }

    Launcher launcher() {
        return launcher;
    }

    Prober prober() {
        return prober;
    }

    FreePorts ports() {
        return ports;
    }

    StartMetrics metrics() {
        return metrics;
    }

    DeployerConfig.Local config() {
        return config;
    }
}
