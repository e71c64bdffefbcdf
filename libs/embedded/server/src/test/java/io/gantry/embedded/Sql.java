package io.gantry.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Speaks to a database with the ordinary driver.
record Sql(String jdbcUrl, String user, String password) {

    static Sql of(EmbeddedPostgres postgres) {
        return new Sql(
                postgres.jdbcUrl(), postgres.account().user(), postgres.account().password());
    }

    static Sql of(InfrastructureConnection.Postgres postgres) {
        return new Sql(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
