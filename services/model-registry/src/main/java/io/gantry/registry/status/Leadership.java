package io.gantry.registry.status;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether this instance is the one of all registries that writes what is observed.
///
/// It holds an advisory lock of the database for as long as its connection lives, so that when an
/// instance dies another one takes over at once. For use by one thread.
final class Leadership implements AutoCloseable {

    /// The database's advisory lock.
    static final long LOCK = 0x737461747573L;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pool pool;
    private @Nullable SqlConnection connection;

    Leadership(Pool pool) {
        this.pool = pool;
    }

    /// Holds on to the leadership or tries to get it.
    ///
    /// @throws RuntimeException when the database cannot be asked, which ends the leadership
    Standing stand() {
        try {
            if (connection != null) {
                connection.query("select 1").execute().await().atMost(PATIENCE);
                return Standing.LEADS;
            }
            return tryLock() ? Standing.LEADS_NOW : Standing.FOLLOWS;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            release(connection);
            connection = null;
        }
    }

    private boolean tryLock() {
        SqlConnection candidate = pool.getConnection().await().atMost(PATIENCE);
        try {
            Row row =
                    candidate
                            .preparedQuery("select pg_try_advisory_lock($1)")
                            .execute(Tuple.of(LOCK))
                            .await()
                            .atMost(PATIENCE)
                            .iterator()
                            .next();
            if (row.getBoolean(0)) {
                connection = candidate;
                return true;
            }
        } catch (RuntimeException e) {
            // It may have got the lock all the same, and the pool would keep it for ever.
            release(candidate);
            throw e;
        }
        candidate.close().await().atMost(PATIENCE);
        return false;
    }

    /// Gives the connection back without the lock. One that cannot unlock is broken, and its end
    /// takes the lock with it.
    private static void release(SqlConnection held) {
        held.preparedQuery("select pg_advisory_unlock($1)")
                .execute(Tuple.of(LOCK))
                .onItemOrFailure()
                .transformToUni((_, _) -> held.close())
                .subscribe()
                .with(_ -> {}, _ -> {});
    }

    /// Where an instance stands among the others.
    enum Standing {
        /// It has led before.
        LEADS,
        /// It leads from now on, and knows not what the one before has left undone.
        LEADS_NOW,
        /// Another one leads.
        FOLLOWS
    }
}
