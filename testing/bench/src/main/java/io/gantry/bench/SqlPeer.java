package io.gantry.bench;

import io.gantry.embedded.InfrastructureConnection.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Writes the rows of a new InferenceService as a program would that does nothing else: the limit
/// of what the registry can reach on the same database.
final class SqlPeer implements AutoCloseable {

    /// Tables like the registry's, with their indexes, that no relay empties.
    private static final List<String> TABLES =
            List.of("resource", "revision", "outbox", "timeline");

    private static final String MANIFEST =
            "(select manifest from resource where kind = 'InferenceService' limit 1)";

    private static final List<String> INSERTS =
            List.of(
                    "insert into peer_resource select kind, scope, ?, gen_random_uuid(), generation,"
                            + " nextval('peer_version'), created_version, now(), null, manifest,"
                            + " status, managed_fields, kept"
                            + " from resource where kind = 'InferenceService' limit 1",
                    "insert into peer_revision select (jsonb_populate_record(r, jsonb_build_object("
                            + "'name', cast(? as text)))).* from revision r limit 1",
                    "insert into peer_outbox select nextval('peer_version'),"
                            + " 'gantry.inference-services', ?, headers,"
                            + " convert_to(cast(manifest as text), 'UTF8'), null from (select"
                            + " jsonb_build_object('ce_type', 'io.gantry.inference-service.applied.v1',"
                            + " 'ce_id', gen_random_uuid()) as headers, "
                            + MANIFEST
                            + " as manifest)",
                    "insert into peer_timeline values (nextval('peer_version'), 'bench', ?,"
                            + " cast(gen_random_uuid() as text), now(),"
                            + " 'io.gantry.inference-service.applied.v1', null, null,"
                            + " 'generation 1 wanted, 1 revision(s)')");

    private final List<Connection> connections = new ArrayList<>();

    /// @param writers how many connections to open
    SqlPeer(Postgres postgres, int writers) throws SQLException {
        for (int writer = 0; writer < writers; writer++) {
            connections.add(
                    DriverManager.getConnection(
                            postgres.jdbcUrl(), postgres.user(), postgres.password()));
        }
        try (Statement statement = connections.getFirst().createStatement()) {
            statement.execute("create sequence if not exists peer_version");
            for (String table : TABLES) {
                statement.execute(
                        "create table if not exists peer_%s (like %s including all)"
                                .formatted(table, table));
            }
        }
        for (Connection connection : connections) {
            connection.setAutoCommit(false);
        }
    }

    /// @param names of what is written, by the number of the call
    Latencies.Call writer(int writer, String names) {
        try {
            Connection connection = connections.get(writer);
            List<PreparedStatement> inserts = new ArrayList<>();
            for (String insert : INSERTS) {
                inserts.add(connection.prepareStatement(insert));
            }
            return number -> {
                for (PreparedStatement insert : inserts) {
                    insert.setString(1, names.formatted(number));
                    insert.executeUpdate();
                }
                connection.commit();
            };
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
