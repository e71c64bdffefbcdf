package io.gantry.registry.watch;

import io.gantry.registry.publish.Outbox;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Versions up to which nothing is missing.
///
/// A version is drawn before its transaction commits, so a row with version 7 may be seen when that
/// with version 6 is still on its way. Whoever draws versions therefore holds a shared advisory
/// lock from before the draw until the end of the transaction
/// ([io.gantry.registry.publish.Outbox]). Once all are gone who held it at some moment, every
/// version that had been drawn by then is there for all to see, or never will be.
///
/// Nobody waits for us: the lock is only looked at.
@ApplicationScoped
class Versions {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String LAST = "select last_value from resource_version";

    /// How PostgreSQL shows a lock on one bigint: halves in two columns, and objsubid 1.
    private static final String WRITERS =
            "select virtualtransaction from pg_locks where locktype = 'advisory' and objsubid = 1"
                    + " and (cast(classid as bigint) << 32 | cast(objid as bigint)) = "
                    + Outbox.WRITING
                    + " and database = (select oid from pg_database where datname = current_database())";

    private final Pool pool;

    Versions(Pool pool) {
        this.pool = pool;
    }

    /// The newest version; all up to it have settled when this returns.
    long settled() throws InterruptedException {
        long last = query(LAST).iterator().next().getLong(0);
        Set<String> left = new HashSet<>(writers());
        while (!left.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(1);
            left.retainAll(writers());
        }
        return last;
    }

    private Set<String> writers() {
        return StreamSupport.stream(query(WRITERS).spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }

    private RowSet<Row> query(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
