package io.gantry.registry.inferenceservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.registry.Database;
import io.quarkus.test.junit.QuarkusTest;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// What was stored before a release is still there after it.
@QuarkusTest
class MigrationTest {

    private static final String SCHEMA = "migrated";

    @Test
    void shouldKeepRevisionsOfTheVersionBefore() {
        // Given
        migrate("3");
        service("serves", "00000000-0000-0000-0000-000000000001", "null");
        service("gone", "00000000-0000-0000-0000-000000000002", "now()");
        revision("serves", 1, "00000000-0000-0000-0000-000000000009", "aa");
        revision("serves", 2, "00000000-0000-0000-0000-000000000001", "bb");
        revision("serves", 3, "00000000-0000-0000-0000-000000000001", "cc+" + "1".repeat(64));
        revision("gone", 1, "00000000-0000-0000-0000-000000000002", "dd");

        // When
        migrate("4");

        // Then only those of services that are there
        assertThat(count("")).isEqualTo(2);
        assertThat(count("where written is null and name = 'serves'")).isEqualTo(2);
        assertThat(count("where number = 2 and sha256 is null")).isEqualTo(1);
        assertThat(count("where number = 3 and sha256 = repeat('1', 64)")).isEqualTo(1);
    }

    private static void migrate(String version) {
        Flyway.configure()
                .dataSource(
                        Database.setting("quarkus.datasource.jdbc.url"),
                        Database.setting("quarkus.datasource.username"),
                        Database.setting("quarkus.datasource.password"))
                .schemas(SCHEMA)
                .target(version)
                .load()
                .migrate();
    }

    private static void service(String name, String uid, String deletedAt) {
        Database.run(
                """
                insert into %s.resource values
                ('InferenceService', 'default', '%s', '%s', 1, 1, 1, now(), %s, '{}', null, '[]', '{}')
                """
                        .formatted(SCHEMA, name, uid, deletedAt));
    }

    private static void revision(String name, int number, String uid, String fingerprint) {
        Database.run(
                """
                insert into %s.revision values
                ('default', '%s', %d, '%s', 1, '%s', '{}', '[]', now())
                """
                        .formatted(SCHEMA, name, number, uid, fingerprint));
    }

    private static long count(String where) {
        return Database.number("select count(*) from %s.revision %s".formatted(SCHEMA, where));
    }
}
