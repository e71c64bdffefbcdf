package io.gantry.loader.fetch.gcs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.rest.RestAnswer;
import io.gantry.loader.outcome.LoadFailedException;

/// What goes wrong with Cloud Storage, in words.
final class GcsFailures {

    static final String CREDENTIALS =
            "Give credentials that may list and read the bucket (role Storage Object Viewer): gcloud-application-credentials.json, or gantry.loader.gcs.credentials-file.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private GcsFailures() {}

    static LoadFailedException nothingThere(StorageUri uri, GcsLocation location) {
        return LoadFailedException.notFound(
                uri.toString(),
                location.name().isEmpty()
                        ? "the bucket '%s' is empty".formatted(location.bucket())
                        : "the bucket '%s' has no object '%s' and none below it"
                                .formatted(location.bucket(), location.name()));
    }

    /// @param whose what the request was about, for a status that says that it does not exist
    static LoadFailedException of(StorageUri uri, RestAnswer answer, LoadFailedException whose)
            throws LoadFailedException {
        String reason = reason(answer.text(uri));
        String found =
                "%s answered %d %s".formatted(answer.peer(), answer.status(), reason).strip();
        return switch (answer.status()) {
            case 404, 412 -> whose;
            case 401, 403 -> LoadFailedException.denied(uri.toString(), found, CREDENTIALS);
            case 400 ->
                    LoadFailedException.unsupported(
                            uri.toString(),
                            found,
                            "Correct the bucket's name: lower-case letters, digits, dots, hyphens and underscores.");
            default ->
                    LoadFailedException.unreachable(uri.toString(), found, null)
                            .retryAfter(answer.retryAfter());
        };
    }

    private static String reason(String text) {
        try {
            JsonNode error = JSON.readTree(text).path("error");
            return error.path("errors").path(0).path("reason").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
