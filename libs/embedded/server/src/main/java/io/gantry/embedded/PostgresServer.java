package io.gantry.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// The running server process.
record PostgresServer(PostgresCluster cluster, ListenAddress address, Process process)
        implements AutoCloseable {

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    /// Returns when the database exists and accepts connections.
    static PostgresServer start(PostgresCluster cluster, ListenAddress address) {
        Process process = launch(command(cluster, address), cluster.log());
        PostgresServer server = new PostgresServer(cluster, address, process);
        try {
            server.awaitReady();
            server.createDatabase();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(address.clientHost(), address.port(), database);
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                cluster.stop(STOP_TIMEOUT);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static ChildCommand command(PostgresCluster cluster, ListenAddress address) {
        String fsync = cluster.directory().temporary() ? "off" : "on";
        // The server goes down with this JVM even when that is killed.
        return ChildCommand.mortal(cluster.binaries().tool("postgres"))
                .with(List.of("-D", cluster.data().toString()))
                .with(List.of("-h", address.host(), "-p", Integer.toString(address.port())))
                .with(List.of("-c", "unix_socket_directories=", "-c", "fsync=" + fsync))
                .with(List.of("-c", "max_connections=200", "-c", "shared_buffers=64MB"))
                .with(List.of("-c", "timezone=UTC", "-c", "log_timezone=UTC"));
    }

    /// The kernel ties a death signal to the thread that started the child, so that thread stays as
    /// long as the child.
    private static Process launch(ChildCommand command, Path log) {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("postgres")
                .daemon()
                .start(() -> {
                    try {
                        Process process = command.start(log);
                        started.complete(process);
                        process.waitFor();
                    } catch (RuntimeException e) {
                        started.completeExceptionally(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return started.join();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        SQLException last = null;
        while (System.nanoTime() < deadline) {
            if (hasExited()) {
                throw new InfrastructureException(
                        "PostgreSQL ended with %d while it started on %s:%d: %s"
                                .formatted(
                                        process.exitValue(),
                                        address.host(),
                                        address.port(),
                                        LogTail.of(cluster.log())));
            }
            try (Connection _ = connect("postgres")) {
                return;
            } catch (SQLException e) {
                requireNotRefused(e);
                last = e;
            }
        }
        throw notReady(last);
    }

    /// Waits a moment, or for the end of the process.
    private boolean hasExited() {
        try {
            return process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted while PostgreSQL started", e);
        }
    }

    private void requireNotRefused(SQLException e) {
        boolean wrongPassword = "28P01".equals(e.getSQLState());
        if (wrongPassword) {
            throw new InfrastructureException(
                    "PostgreSQL in %s was made with another password for user %s: use that one, or remove the directory"
                            .formatted(cluster.data(), cluster.account().user()),
                    e);
        }
    }

    private InfrastructureException notReady(@Nullable SQLException last) {
        String message =
                "PostgreSQL on %s:%d did not accept connections within %s: %s"
                        .formatted(
                                address.host(),
                                address.port(),
                                READY_TIMEOUT,
                                LogTail.of(cluster.log()));
        return last == null
                ? new InfrastructureException(message)
                : new InfrastructureException(message, last);
    }

    private void createDatabase() {
        String database = cluster.account().database();
        try (Connection connection = connect("postgres");
                PreparedStatement exists =
                        connection.prepareStatement("select 1 from pg_database where datname = ?");
                Statement create = connection.createStatement()) {
            exists.setString(1, database);
            if (!exists.executeQuery().next()) {
                create.execute("create database " + create.enquoteIdentifier(database, true));
            }
        } catch (SQLException e) {
            throw new InfrastructureException(
                    "PostgreSQL cannot create the database " + database, e);
        }
    }

    /// Without DriverManager, which sees only the drivers of certain class loaders.
    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", cluster.account().user());
        properties.setProperty("password", cluster.account().password());
        properties.setProperty("loginTimeout", "5");
        Connection connection = new Driver().connect(jdbcUrl(database), properties);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL: " + jdbcUrl(database));
        }
        return connection;
    }
}
