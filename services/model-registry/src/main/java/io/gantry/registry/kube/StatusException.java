package io.gantry.registry.kube;

/// Ends a request with a failure.
final class StatusException extends RuntimeException {

    private final transient Status status;

    StatusException(Status status) {
        super(status.message());
        this.status = status;
    }

    Status status() {
        return status;
    }
}
