package io.gantry.embedded;

/// Kafka, PostgreSQL or S3 could not be started, joined or stopped; the message says which, why and
/// what to do.
public final class InfrastructureException extends RuntimeException {

    InfrastructureException(String message) {
        super(message);
    }

    InfrastructureException(String message, Throwable cause) {
        super(message, cause);
    }
}
