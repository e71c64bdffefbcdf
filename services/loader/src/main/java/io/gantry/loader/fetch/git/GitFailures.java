package io.gantry.loader.fetch.git;

import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.util.stream.Stream;

/// What goes wrong with hosts of repositories, in words.
final class GitFailures {

    private static final String CREDENTIALS =
            "Give GIT_USERNAME and GIT_PASSWORD (or GIT_TOKEN) that may read the repository beside the model, or gantry.loader.git.host and password; a repository that does not exist can look like this, too.";

    private GitFailures() {}

    /// @param status what the host answered last; 0 when it has not
    static LoadFailedException of(GitQuestion question, int status, Exception failure) {
        StorageUri uri = question.uri();
        URI repository = question.location().repository();
        String host = repository.getAuthority();
        String found = "%s answered %d".formatted(host, status);
        if (has(failure, GitConnections.TooLargeException.class)) {
            return LoadFailedException.refused(
                    uri.toString(),
                    "its ordinary files come to more than gantry.loader.git.max-size; large files belong into Git LFS");
        }
        return switch (status) {
            case 401, 403 -> LoadFailedException.denied(uri.toString(), found, CREDENTIALS);
            case 404, 410 ->
                    LoadFailedException.notFound(
                            uri.toString(), "there is no repository %s".formatted(repository));
            case 0, 200 -> NetworkTrouble.failure(uri, host, failure);
            default -> LoadFailedException.unreachable(uri.toString(), found, failure);
        };
    }

    static LoadFailedException noRef(GitQuestion question) {
        String ref = question.location().ref();
        return LoadFailedException.notFound(
                question.uri().toString(),
                ref.isEmpty()
                        ? "the repository has no commit"
                        : "the repository has no branch, tag or commit '%s'".formatted(ref));
    }

    static LoadFailedException nothingThere(GitQuestion question) {
        String path = question.location().path();
        return LoadFailedException.notFound(
                question.uri().toString(),
                path.isEmpty()
                        ? "the commit holds no file"
                        : "the commit has no file '%s' and none below it".formatted(path));
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(kind::isInstance);
    }
}
