package io.gantry.loader.fetch.azure;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.rest.RestAnswer;
import io.gantry.loader.outcome.LoadFailedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What goes wrong with Azure, in words.
final class AzureFailures {

    private static final String CREDENTIALS =
            "Give credentials that may list and read the container: AZ_CLIENT_ID, AZ_CLIENT_SECRET and AZ_TENANT_ID of an application with the role Storage Blob Data Reader, AZURE_STORAGE_ACCESS_KEY, or a SAS token with the permissions r and l (or gantry.loader.azure.*).";
    private static final Pattern EXPIRY = Pattern.compile("(?:^|&)se=([^&]+)");

    private AzureFailures() {}

    static LoadFailedException nothingThere(StorageUri uri, AzureLocation location) {
        return LoadFailedException.notFound(
                uri.toString(),
                location.key().isEmpty()
                        ? "the container '%s' is empty".formatted(location.container())
                        : "the container '%s' has no blob '%s' and none below it"
                                .formatted(location.container(), location.key()));
    }

    /// @param access as whom it was asked
    static LoadFailedException of(
            StorageUri uri, AzureLocation location, AzureAccess access, RestAnswer answer) {
        String code = answer.header("x-ms-error-code").orElse("");
        String found = "%s answered %d %s".formatted(answer.peer(), answer.status(), code).strip();
        return switch (answer.status()) {
            case 404 -> missing(uri, location, access, code);
            case 401, 403 -> denied(uri, access, found);
            case 409 ->
                    code.equals("BlobArchived")
                            ? LoadFailedException.denied(
                                    uri.toString(),
                                    "a blob is in the archive tier, which cannot be read",
                                    "Rehydrate it to the hot or cool tier; the download is tried again.")
                            : denied(uri, access, found);
            case 412 ->
                    LoadFailedException.changed(
                            uri.toString(), "a blob changed while it was downloaded");
            case 400 -> rejected(uri, code, found);
            default ->
                    LoadFailedException.unreachable(uri.toString(), found, null)
                            .retryAfter(answer.retryAfter());
        };
    }

    private static LoadFailedException missing(
            StorageUri uri, AzureLocation location, AzureAccess access, String code) {
        // To who shows no credentials, Azure says of what is not public that it does not exist.
        if (access instanceof AzureAccess.Anonymous && !code.equals("BlobNotFound")) {
            return LoadFailedException.denied(
                    uri.toString(),
                    "the container '%s' does not exist or is not public, and the loader has no Azure credentials"
                            .formatted(location.container()),
                    CREDENTIALS);
        }
        return code.equals("ContainerNotFound")
                ? LoadFailedException.notFound(
                        uri.toString(),
                        "the container '%s' does not exist".formatted(location.container()))
                : nothingThere(uri, location);
    }

    private static LoadFailedException denied(StorageUri uri, AzureAccess access, String found) {
        if (access instanceof AzureAccess.Signature(String query)) {
            Optional<Instant> end = expiry(query).filter(Instant.now()::isAfter);
            if (end.isPresent()) {
                return LoadFailedException.denied(
                        uri.toString(),
                        "the SAS token has expired (%s)".formatted(end.get()),
                        "Make a new one that holds for longer and give that.");
            }
        }
        return LoadFailedException.denied(
                uri.toString(), "%s to %s".formatted(found, access), CREDENTIALS);
    }

    /// A request that Azure does not understand: mostly a name that it does not allow, or a damaged
    /// signature.
    private static LoadFailedException rejected(StorageUri uri, String code, String found) {
        return code.equals("InvalidResourceName") || code.equals("InvalidUri")
                ? LoadFailedException.unsupported(
                        uri.toString(),
                        found,
                        "Correct the container's name: lower-case letters, digits and hyphens.")
                : LoadFailedException.denied(uri.toString(), found, CREDENTIALS);
    }

    private static Optional<Instant> expiry(String query) {
        Matcher found = EXPIRY.matcher(query);
        try {
            return found.find()
                    ? Optional.of(
                            OffsetDateTime.parse(found.group(1).replace("%3A", ":")).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
