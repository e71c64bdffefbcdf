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
                            "Give a signed URL that has not expired, or let a secret with the keys https-host and headers say what headers %s wants."
                                    .formatted(host));
            default -> LoadFailedException.unreachable(uri.toString(), found, null);
        };
    }

    /// @param found says what is wrong with the headers, and shows none of their values
    static LoadFailedException headers(StorageUri uri, String host, String found) {
        return LoadFailedException.denied(
                uri.toString(),
                "the headers for %s %s".formatted(host, found),
                "Correct the key 'headers' of the secret whose https-host is %s: a JSON object of header names and their values, all of them strings."
                        .formatted(host));
    }

    static LoadFailedException redirect(StorageUri uri, String found) {
        return LoadFailedException.unreachable(
                uri.toString(),
                found,
                "Give a storageUri that leads to the file by http or https, and not from https to http; the download is tried again.",
                null);
    }
}
