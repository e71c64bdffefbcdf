package io.gantry.registry.registration;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells a message that cannot be processed from a database that cannot process anything.
@ApplicationScoped
class Blame {

    /// SQLSTATE classes of statements whose data are at fault: data exception and integrity
    /// constraint violation. Everything else that PostgreSQL reports (connections, resources,
    /// locks, shutdown) passes.
    private static final List<String> OF_THE_DATA = List.of("22", "23");

    /// Lost connections come as exceptions of the client's own, some of them only suppressed.
    private static final String CLIENT = "io.vertx.";

    /// True when the failure is the message's: the database says so, or nothing speaks of the
    /// database and it answers others.
    Uni<Boolean> isOfTheMessage(Throwable failure) {
        Optional<String> state =
                all(failure)
                        .flatMap(each -> Optional.ofNullable(sqlState(each)).stream())
                        .findFirst();
        if (state.isPresent()) {
            return Uni.createFrom().item(OF_THE_DATA.stream().anyMatch(state.get()::startsWith));
        }
        return all(failure).anyMatch(Blame::isOfTheConnection)
                ? Uni.createFrom().item(false)
                : databaseAnswers();
    }

    private static Stream<Throwable> all(Throwable failure) {
        Stream<Throwable> inner =
                Stream.concat(
                        Optional.ofNullable(failure.getCause()).stream(),
                        Arrays.stream(failure.getSuppressed()));
        return Stream.concat(Stream.of(failure), inner.flatMap(Blame::all));
    }

    private static @Nullable String sqlState(Throwable failure) {
        return switch (failure) {
            case PgException reported -> reported.getSqlState();
            case SQLException reported -> reported.getSQLState();
            default -> null;
        };
    }

    private static boolean isOfTheConnection(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure.getClass().getName().startsWith(CLIENT);
    }

    private static Uni<Boolean> databaseAnswers() {
        return Uni.createFrom()
                .deferred(() ->
                        Panache.withSession(() ->
                                Panache.getSession()
                                        .flatMap(session ->
                                                session.createNativeQuery("select 1", Integer.class)
                                                        .getSingleResult())))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }
}
