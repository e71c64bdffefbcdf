package io.gantry.registry.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.gantry.events.EncodedEvent;
import io.gantry.events.Payload;
import io.gantry.kserve.api.KServeJson;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// The outbox as the relay works on it: a batch at a time, alone among all registries.
@ApplicationScoped
class OutboxTable {

    private static final long LOCK = 0x67616e747279L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    /// A registry that stops in the middle of a batch must not hold up the others for ever.
    private static final String GIVE_UP = "set local idle_in_transaction_session_timeout = '60s'";

    private static final String OLDEST =
            "select id, topic, key, cast(headers as text) as headers, payload, traceparent"
                    + " from outbox order by id limit $1";

    private final Pool pool;

    OutboxTable(Pool pool) {
        this.pool = pool;
    }

    /// Gives the oldest rows to the sender and deletes those that it says Kafka has.
    ///
    /// Waits while another registry does the same. What the sender sent is sent again when the
    /// deletion fails: at least once, never out of order.
    ///
    /// @return how many rows there were
    int forOldest(int limit, Function<List<OutboxRow>, Collection<Long>> sender) {
        SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            Transaction transaction = connection.begin().await().atMost(PATIENCE);
            connection.query(GIVE_UP).execute().await().atMost(PATIENCE);
            // Waits for as long as the other registry's batch takes, which its own time limits
            // bound.
            connection
                    .preparedQuery("select pg_advisory_xact_lock($1)")
                    .execute(Tuple.of(LOCK))
                    .await()
                    .indefinitely();
            List<OutboxRow> rows = read(connection, limit);
            if (!rows.isEmpty()) {
                delete(connection, sender.apply(rows));
            }
            transaction.commit().await().atMost(PATIENCE);
            return rows.size();
        } finally {
            // Ends the transaction, too, if it was not committed.
            connection.close().await().atMost(PATIENCE);
        }
    }

    /// How many events wait.
    long size() {
        return pool.query("select count(*) from outbox")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }

    private static List<OutboxRow> read(SqlConnection connection, int limit) {
        var rows =
                connection.preparedQuery(OLDEST).execute(Tuple.of(limit)).await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).map(OutboxTable::row).toList();
    }

    private static void delete(SqlConnection connection, Collection<Long> ids) {
        if (!ids.isEmpty()) {
            connection
                    .preparedQuery("delete from outbox where id = any($1)")
                    .execute(Tuple.of(ids.toArray(Long[]::new)))
                    .await()
                    .atMost(PATIENCE);
        }
    }

    private static OutboxRow row(Row row) {
        Map<String, String> headers = headers(row.getString("headers"));
        Payload payload =
                new Payload(
                        headers.getOrDefault("content-type", "application/json"),
                        row.getBuffer("payload").getBytes());
        return new OutboxRow(
                row.getLong("id"),
                new EncodedEvent(row.getString("topic"), row.getString("key"), headers, payload),
                row.getString("traceparent"));
    }

    private static Map<String, String> headers(String json) {
        try {
            return KServeJson.mapper().readValue(json, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The outbox holds headers that are no JSON object", e);
        }
    }
}
