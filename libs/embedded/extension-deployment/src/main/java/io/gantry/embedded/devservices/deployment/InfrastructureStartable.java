package io.gantry.embedded.devservices.deployment;

import io.gantry.embedded.InfrastructureConnection;
import io.gantry.embedded.InfrastructureProcess;
import io.gantry.embedded.Launch;
import io.quarkus.deployment.builditem.Startable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The infrastructure process, in the hands of Quarkus.
final class InfrastructureStartable implements Startable {

    private final InfrastructureProcess.Java java;
    private final Supplier<Launch> launch;
    private @Nullable InfrastructureProcess process;

    InfrastructureStartable(InfrastructureProcess.Java java, Supplier<Launch> launch) {
        this.java = java;
        this.launch = launch;
    }

    @Override
    public synchronized void start() {
        if (process == null) {
            process = InfrastructureProcess.start(java, launch.get());
        }
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    synchronized InfrastructureConnection connection() {
        if (process == null) {
            throw new IllegalStateException("the infrastructure is not running");
        }
        return process.connection();
    }

    @Override
    public String getConnectionInfo() {
        return connection().toString();
    }

    /// The process id; there is no container.
    @Override
    public String getContainerId() {
        return Long.toString(connection().pid());
    }
}
