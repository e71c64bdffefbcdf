package io.gantry.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.registry.Database;
import io.quarkus.test.junit.QuarkusTest;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// What was stored before a release is still there after it.
@QuarkusTest
class MigrationTest {

    private static final String UID = "00000000-0000-0000-0000-000000000001";

    @Test
    void shouldKeepWhatWasInATableForEachKind() {
        // Given
        Schema schema = new Schema("migrated_from_2");
        schema.migrate("2");
        schema.run(
                """
                insert into %s.inference_service values ('default', 'minilm', '%s', 3, 12, now(), null,
                '{"metadata": {"name": "minilm"}}', '[{"artifacts": [{"artifact": "a1"}]}]',
                '{"predictor": {"minReplicas": 1}}', 2)\
                """,
                UID);
        schema.run(
                """
                insert into %s.inference_service values ('default', 'gone', '%s', 5, 14, now(), now(),
                '{}', '[]', '{}', 4)\
                """,
                UID);
        schema.run(
                """
                insert into %s.serving_runtime values ('_cluster', 'onnx', '%s', 1, 2, now(), null,
                '{"kind": "ClusterServingRuntime"}', 'hash')\
                """,
                UID);

        // When
        schema.migrate("3");

        // Then
        assertThat(
                        schema.count(
                                """
                                resource where kind = 'InferenceService' and name = 'minilm'
                                and generation = 3 and resource_version = 12 and deleted_at is null
                                and manifest #>> '{metadata,name}' = 'minilm'
                                and kept ->> 'lastRevision' = '2'
                                and kept #>> '{revisions,0,artifacts,0,artifact}' = 'a1'
                                and kept #>> '{rolledOut,predictor,minReplicas}' = '1'\
                                """))
                .isOne();
        // Its generations go on when the name is used again.
        assertThat(
                        schema.count(
                                """
                                resource where name = 'gone' and generation = 5
                                and deleted_at is not null and kept ->> 'lastRevision' = '4'\
                                """))
                .isOne();
        assertThat(
                        schema.count(
                                """
                                resource where kind = 'ClusterServingRuntime' and scope = '_cluster'
                                and name = 'onnx' and kept ->> 'fileHash' = 'hash'\
                                """))
                .isOne();
    }

    @Test
    void shouldKeepRevisionsOfTheVersionBefore() {
        // Given
        Schema schema = new Schema("migrated_from_3");
        schema.migrate("3");
        service(schema, "serves", UID, "null");
        service(schema, "gone", "00000000-0000-0000-0000-000000000002", "now()");
        revision(schema, "serves", 1, "00000000-0000-0000-0000-000000000009", "aa");
        revision(schema, "serves", 2, UID, "bb");
        revision(schema, "serves", 3, UID, "cc+" + "1".repeat(64));
        revision(schema, "gone", 1, "00000000-0000-0000-0000-000000000002", "dd");

        // When
        schema.migrate("4");

        // Then only those of services that are there
        assertThat(schema.count("revision")).isEqualTo(2);
        assertThat(schema.count("revision where written is null and name = 'serves'")).isEqualTo(2);
        assertThat(schema.count("revision where number = 2 and sha256 is null")).isEqualTo(1);
        assertThat(schema.count("revision where number = 3 and sha256 = repeat('1', 64)"))
                .isEqualTo(1);
    }

    private static void service(Schema schema, String name, String uid, String deletedAt) {
        schema.run(
                """
                insert into %s.resource values
                ('InferenceService', 'default', '%s', '%s', 1, 1, 1, now(), %s, '{}', null, '[]', '{}')
                """,
                name, uid, deletedAt);
    }

    private static void revision(
            Schema schema, String name, int number, String uid, String fingerprint) {
        schema.run(
                """
                insert into %s.revision values
                ('default', '%s', %s, '%s', 1, '%s', '{}', '[]', now())
                """,
                name, Integer.toString(number), uid, fingerprint);
    }

    /// A schema of the test's own beside the registry's tables.
    private record Schema(String name) {

        void migrate(String version) {
            Flyway.configure()
                    .dataSource(
                            Database.setting("quarkus.datasource.jdbc.url"),
                            Database.setting("quarkus.datasource.username"),
                            Database.setting("quarkus.datasource.password"))
                    .schemas(name)
                    .target(version)
                    .load()
                    .migrate();
        }

        /// @param values of which the schema's name is the first
        void run(String sql, String... values) {
            Object[] all = new Object[values.length + 1];
            all[0] = name;
            System.arraycopy(values, 0, all, 1, values.length);
            Database.run(sql.formatted(all));
        }

        long count(String rows) {
            return Database.number("select count(*) from %s.%s".formatted(name, rows));
        }
    }
}
