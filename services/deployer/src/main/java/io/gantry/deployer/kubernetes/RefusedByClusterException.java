package io.gantry.deployer.kubernetes;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.net.HttpURLConnection;

/// The API server does not want an object, for a reason that lasts until somebody acts.
final class RefusedByClusterException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /// @param what kind and name
    /// @param code of HTTP
    RefusedByClusterException(String what, int code, String message, Throwable cause) {
        super(what + ": " + message, cause);
        this.failure = failure(what, code, message);
    }

    Failure failure() {
        return failure;
    }

    private static Failure failure(String what, int code, String message) {
        String found = "The cluster refuses %s: %s".formatted(what, message);
        return Refusals.failure(found, message).orElseGet(() -> ofCode(code, found));
    }

    private static Failure ofCode(int code, String found) {
        return switch (code) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    Failure.of(
                            FailureReason.ADMISSION_DENIED,
                            found,
                            "Create the namespace, for example by `kubectl create namespace`.");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    Failure.of(
                            FailureReason.ADMISSION_DENIED,
                            found,
                            "When the deployer itself lacks a permission, apply its ClusterRole from infra/kubernetes; else do as the message says.");
            default ->
                    Failure.of(
                            FailureReason.INVALID_PREDICTOR_SPEC,
                            found,
                            "Correct the predictor or its runtime and apply it again.");
        };
    }
}
