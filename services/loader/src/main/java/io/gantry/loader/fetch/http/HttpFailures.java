package io.gantry.loader.fetch.http;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;

/// What goes wrong with web servers, in words.
final class HttpFailures {

    private HttpFailures() {}

    static LoadFailedException ofStatus(StorageUri uri, String host, int status) {
        String found = "%s answered %d".formatted(host, status);
        return switch (status) {
            case 404, 410 -> LoadFailedException.notFound(uri.toString(), found);
            case 401, 403, 407 ->
                    LoadFailedException.denied(
                            uri.toString(),
                            found,
                            "Let this node read the file without credentials, or give a signed URL that has not expired.");
            default -> LoadFailedException.unreachable(uri.toString(), found, null);
        };
    }

    static LoadFailedException redirect(StorageUri uri, String found) {
        return LoadFailedException.unreachable(
                uri.toString(),
                found,
                "Give a storageUri that leads to the file by http or https, and not from https to http; the download is tried again.",
                null);
    }
}
