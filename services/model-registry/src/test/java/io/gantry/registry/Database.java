package io.gantry.registry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.ConfigProvider;

/// The registry's database, as an administrator who does it harm sees it.
public final class Database {

    private static final String URL = setting("quarkus.datasource.jdbc.url");
    private static final String NAME = URL.replaceAll("^.*/([^/?]+).*$", "$1");

    private Database() {}

    /// Ends all connections and refuses new ones.
    public static void refuseConnections() {
        execute("alter database \"%s\" with allow_connections false".formatted(NAME));
        cutConnections();
    }

    public static void allowConnections() {
        execute("alter database \"%s\" with allow_connections true".formatted(NAME));
    }

    /// Ends all connections; new ones are welcome.
    public static void cutConnections() {
        execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
                        .formatted(NAME));
    }

    /// Takes an advisory lock from whoever has it, until the session is closed.
    public static Connection holding(long lock) {
        Connection session = connect(URL);
        try (Statement statement = session.createStatement()) {
            while (!held(statement, lock)) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
                                + " and (cast(classid as bigint) << 32 | cast(objid as bigint)) = "
                                + lock);
            }
            return session;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean held(Statement statement, long lock) throws SQLException {
        try (ResultSet result =
                statement.executeQuery("select pg_try_advisory_lock(%d)".formatted(lock))) {
            result.next();
            return result.getBoolean(1);
        }
    }

    /// The one number that a query answers.
    public static long number(String sql) {
        try (Connection connection = connect(URL);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs a statement in the registry's database.
    public static void run(String sql) {
        execute(URL, sql);
    }

    private static void execute(String sql) {
        execute(URL.replace("/" + NAME, "/postgres"), sql);
    }

    private static void execute(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(String url) {
        try {
            return DriverManager.getConnection(
                    url,
                    setting("quarkus.datasource.username"),
                    setting("quarkus.datasource.password"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The value of a setting of the registry.
    public static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
