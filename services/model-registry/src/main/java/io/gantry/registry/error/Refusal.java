package io.gantry.registry.error;

import io.gantry.kserve.api.KServeJson;
import io.gantry.problem.Problem;
import io.gantry.registry.kube.Status;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/// A request that no endpoint has answered, and why.
///
/// @param code the HTTP status
/// @param reason Kubernetes' word for it
/// @param title what is always true of such a refusal
/// @param detail what was found, and what to do
record Refusal(int code, String reason, String title, String detail) {

    static Refusal tooLarge(String limit) {
        return new Refusal(
                413,
                "RequestEntityTooLarge",
                "The body is too large",
                "The body is larger than the %s that are read; send its documents in several requests"
                        .formatted(limit));
    }

    /// As the API of that path writes errors.
    String body(String path) {
        return KServeJson.toJson(
                kubernetes(path)
                        ? Status.failure(code, reason, detail)
                        : Problem.of(code, slug(), title, detail));
    }

    String mediaType(String path) {
        return kubernetes(path) ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE;
    }

    private static boolean kubernetes(String path) {
        return path.equals("/apis") || path.startsWith("/apis/");
    }

    /// `NotFound` as `not-found`.
    private String slug() {
        return reason.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
