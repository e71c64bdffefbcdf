package io.gantry.loader.fetch.git;

import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.stream.Stream;

/// What goes wrong with hosts of repositories, in words.
final class GitFailures {

    private static final String CREDENTIALS =
            "Give GIT_USERNAME and GIT_PASSWORD (or GIT_TOKEN) that may read the repository beside the model, or gantry.loader.git.host and password; a repository that does not exist can look like this, too.";

    private GitFailures() {}

    /// @param status what the host answered last; 0 when it has not
    static LoadFailedException of(
            StorageUri uri, GitLocation location, int status, Exception failure) {
        String host = location.repository().getAuthority();
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
                            uri.toString(),
                            "there is no repository %s".formatted(location.repository()));
            case 0, 200 -> NetworkTrouble.failure(uri, host, failure);
            default -> LoadFailedException.unreachable(uri.toString(), found, failure);
        };
    }

    static LoadFailedException noRef(StorageUri uri, GitLocation location) {
        return LoadFailedException.notFound(
                uri.toString(),
                location.ref().isEmpty()
                        ? "the repository has no commit"
                        : "the repository has no branch, tag or commit '%s'"
                                .formatted(location.ref()));
    }

    static LoadFailedException nothingThere(StorageUri uri, GitLocation location) {
        return LoadFailedException.notFound(
                uri.toString(),
                location.path().isEmpty()
                        ? "the commit holds no file"
                        : "the commit has no file '%s' and none below it"
                                .formatted(location.path()));
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(kind::isInstance);
    }
}
