package io.gantry.loader.fetch.hf;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/// What the hub says no with, in words.
final class HubFailures {

    private static final String TOKEN =
            "a token that may read it: HF_TOKEN in the model's secret, or gantry.loader.hugging-face.token";
    private static final String BAD_TOKEN = "Invalid credentials in Authorization header";
    private static final String DISABLED = "Access to this resource is disabled.";

    private HubFailures() {}

    /// @param page of the model, for people
    static LoadFailedException of(
            StorageUri uri, String page, HfLocation location, HttpAnswer answer)
            throws LoadFailedException {
        String shown = uri.toString();
        return switch (code(answer)) {
            case "GatedRepo" ->
                    LoadFailedException.denied(
                            shown,
                            "access to the model '%s' is granted by its authors only (%s answered %d GatedRepo)"
                                    .formatted(location.repo(), answer.host(), answer.status()),
                            "Ask for access or accept the licence at %s, and give the token of who did: HF_TOKEN in the model's secret, or gantry.loader.hugging-face.token."
                                    .formatted(page));
            case "RevisionNotFound" ->
                    LoadFailedException.notFound(
                            shown,
                            "the model '%s' has no revision '%s'"
                                    .formatted(location.repo(), location.revision()));
            case "EntryNotFound" ->
                    LoadFailedException.notFound(
                            shown, "%s no longer has one of the files".formatted(answer.host()));
            case "RepoNotFound" -> noRepo(shown, location, answer);
            default -> byStatus(uri, location, answer);
        };
    }

    private static LoadFailedException byStatus(
            StorageUri uri, HfLocation location, HttpAnswer answer) throws LoadFailedException {
        String shown = uri.toString();
        String message = message(answer);
        if (message.equals(DISABLED)) {
            return LoadFailedException.denied(
                    shown,
                    "%s has disabled the model '%s'".formatted(answer.host(), location.repo()),
                    "Use another model; nobody can download this one.");
        }
        if (message.equals(BAD_TOKEN)) {
            return LoadFailedException.denied(
                    shown,
                    "%s does not know the token, or it has expired".formatted(answer.host()),
                    "Give " + TOKEN + ".");
        }
        return switch (answer.status()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED -> noRepo(shown, location, answer);
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    LoadFailedException.denied(
                            shown,
                            "%s answered 403 for the model '%s'"
                                    .formatted(answer.host(), location.repo()),
                            "Give " + TOKEN + ".");
            default -> {
                answer.requireSuccess(uri);
                throw new IllegalStateException("No failure: " + answer.status());
            }
        };
    }

    /// Without a token that may see it, the hub says the same of a private model as of none.
    private static LoadFailedException noRepo(
            String shown, HfLocation location, HttpAnswer answer) {
        String found =
                "%s has no model '%s', or it is private (answered %d)"
                        .formatted(answer.host(), location.repo(), answer.status());
        String remedy = "Correct the name, or give " + TOKEN + "; it is looked for again.";
        return answer.status() == HttpURLConnection.HTTP_NOT_FOUND
                ? LoadFailedException.notFound(shown, found, remedy)
                : LoadFailedException.denied(shown, found, remedy);
    }

    private static String code(HttpAnswer answer) {
        return orEmpty(answer.header("X-Error-Code"));
    }

    private static String message(HttpAnswer answer) {
        return orEmpty(answer.header("X-Error-Message"));
    }

    private static String orEmpty(@Nullable String header) {
        return header == null ? "" : header;
    }
}
