package io.gantry.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.registry.Database;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// A database of the first release keeps what it has.
@QuarkusTest
class MigrationTest {

    private static final String SERVICE =
            """
            insert into inference_service values ('default', 'minilm',
              '6d2a7b2e-8f0e-4a51-9c05-1f0f6c1f7f10', 3, 12, now(), null,
              '{"kind": "InferenceService", "metadata": {"name": "minilm"}}',
              '[{"name": "minilm-00002", "artifacts": [{"artifact": "a1"}]}]',
              '{"predictor": {"minReplicas": 1}}', 2)\
            """;

    private static final String GONE =
            """
            insert into inference_service values ('default', 'gone',
              '6d2a7b2e-8f0e-4a51-9c05-1f0f6c1f7f11', 5, 14, now(), now(),
              '{"kind": "InferenceService"}', '[]', '{}', 4)\
            """;

    private static final String REVISION =
            """
            insert into revision values ('default', 'minilm', 2,
              '6d2a7b2e-8f0e-4a51-9c05-1f0f6c1f7f10', 3, 'print', '{}', '[]', now())\
            """;

    private static final String RUNTIME =
            """
            insert into serving_runtime values ('_cluster', 'gantry-onnx',
              '6d2a7b2e-8f0e-4a51-9c05-1f0f6c1f7f12', 1, 2, now(), null,
              '{"kind": "ClusterServingRuntime"}', 'hash')\
            """;

    @Test
    void shouldKeepWhatWasStoredInATableForEachKind() throws Exception {
        try (Database.Fresh database = Database.fresh()) {
            migrate(database, "2");
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                for (String insert : List.of(SERVICE, GONE, REVISION, RUNTIME)) {
                    statement.execute(insert);
                }
            }

            migrate(database, "latest");

            assertThat(
                            rows(
                                    database,
                                    "select kind || ' ' || scope || '/' || name || ' ' || generation"
                                            + " || ' ' || resource_version || ' '"
                                            + " || (deleted_at is null) from resource order by name"))
                    .containsExactly(
                            "ClusterServingRuntime _cluster/gantry-onnx 1 2 true",
                            "InferenceService default/gone 5 14 false",
                            "InferenceService default/minilm 3 12 true");
            assertThat(
                            rows(
                                    database,
                                    "select (kept ->> 'lastRevision') || ' '"
                                            + " || (kept #>> '{revisions,0,artifacts,0,artifact}')"
                                            + " || ' ' || (kept #>> '{rolledOut,predictor,minReplicas}')"
                                            + " from resource where name = 'minilm'"))
                    .containsExactly("2 a1 1");
            assertThat(
                            rows(
                                    database,
                                    "select kept ->> 'fileHash' from resource where scope = '_cluster'"))
                    .containsExactly("hash");
            assertThat(rows(database, "select name || ' ' || number from revision"))
                    .containsExactly("minilm 2");
        }
    }

    private static void migrate(Database.Fresh database, String target) {
        var _ =
                Flyway.configure()
                        .dataSource(database.url(), database.user(), database.password())
                        .locations("classpath:db/migration")
                        .target(target)
                        .load()
                        .migrate();
    }

    private static List<String> rows(Database.Fresh database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
