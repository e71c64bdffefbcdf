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
        if (message.contains("exceeded quota")) {
            return Failure.of(
                    FailureReason.QUOTA_EXCEEDED,
                    found,
                    "Raise the namespace's ResourceQuota, or ask for less in resources.");
        }
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
                            "Change what the policy or quota objects to; when the deployer itself lacks a permission, apply its ClusterRole from infra/kubernetes.");
            default ->
                    Failure.of(
                            FailureReason.INVALID_PREDICTOR_SPEC,
                            found,
                            "Correct the predictor or its runtime and apply it again.");
        };
    }
}
