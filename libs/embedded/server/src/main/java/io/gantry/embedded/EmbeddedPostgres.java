package io.gantry.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One PostgreSQL server as a child process of this JVM. A directory that already holds a cluster
/// is reused, also after this JVM or the server was killed.
public final class EmbeddedPostgres implements AutoCloseable {

    private final PostgresServer server;
    private final Config config;
    private final WorkDirectory directory;

    private EmbeddedPostgres(PostgresServer server, Config config, WorkDirectory directory) {
        this.server = server;
        this.config = config;
        this.directory = directory;
    }

    /// The superuser of the cluster and the one database that is made for it.
    public record Account(String user, String password, String database) {

        @Override
        public String toString() {
            return "Account[user=" + user + ", database=" + database + "]";
        }
    }

    /// Where the server listens and keeps its cluster, and whose it is.
    ///
    /// @param directory where the cluster is kept; null for a temporary one that is removed on
    ///   close
    /// @param port 0 for any free one
    /// @param account of a cluster that exists already only the database may differ
    public record Config(@Nullable Path directory, String host, int port, Account account) {

        /// A server on a free loopback port that leaves nothing behind.
        public static Config temporary() {
            return new Config(
                    null, ListenAddress.LOOPBACK, 0, new Account("gantry", "gantry", "gantry"));
        }

        public Config withDirectory(Path directory) {
            return new Config(directory, host, port, account);
        }

        public Config withPort(int port) {
            return new Config(directory, host, port, account);
        }
    }

    /// Returns when the database accepts connections.
    public static EmbeddedPostgres start(Config config) {
        WorkDirectory directory = WorkDirectory.of(config.directory(), "postgres");
        try {
            PostgresCluster cluster =
                    new PostgresCluster(directory, PostgresBinaries.install(), config.account());
            cluster.prepare();
            PostgresServer server =
                    new ListenAddress("PostgreSQL", config.host(), config.port())
                            .bind(address -> PostgresServer.start(cluster, address));
            return new EmbeddedPostgres(server, config, directory);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public String host() {
        return server.address().clientHost();
    }

    public int port() {
        return server.address().port();
    }

    public Account account() {
        return config.account();
    }

    public String jdbcUrl() {
        return server.jdbcUrl(config.account().database());
    }

    @Override
    public void close() {
        server.close();
        directory.close();
    }
}
