package io.gantry.loader.outcome;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Ends a download, or a part of one, with a failure that people and programs can act on.
public final class LoadFailedException extends Exception {

    private final transient Failure failure;
    private final Duration retryAfter;

    public LoadFailedException(Failure failure, @Nullable Throwable cause) {
        this(failure, cause, Duration.ZERO);
    }

    private LoadFailedException(Failure failure, @Nullable Throwable cause, Duration retryAfter) {
        super(failure.message(), cause);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    public Failure failure() {
        return failure;
    }

    /// How long the source asks to be left alone; mostly zero.
    public Duration retryAfter() {
        return retryAfter;
    }

    /// The same, of a source that asks to be left alone for so long.
    public LoadFailedException retryAfter(Duration asked) {
        return new LoadFailedException(failure, getCause(), asked);
    }

    /// @param found for example `the bucket 'models' does not exist`
    public static LoadFailedException notFound(String storageUri, String found) {
        return of(
                FailureReason.STORAGE_NOT_FOUND,
                storageUri,
                found,
                "Correct the storageUri or put the model there; it is looked for again.");
    }

    public static LoadFailedException notFound(String storageUri, String found, String remedy) {
        return of(FailureReason.STORAGE_NOT_FOUND, storageUri, found, remedy);
    }

    public static LoadFailedException denied(String storageUri, String found, String remedy) {
        return of(FailureReason.STORAGE_ACCESS_DENIED, storageUri, found, remedy);
    }

    public static LoadFailedException unreachable(
            String storageUri, String found, @Nullable Throwable cause) {
        return unreachable(
                storageUri,
                found,
                "Check that the source is up and that this node can reach it; the download is tried again.",
                cause);
    }

    public static LoadFailedException unreachable(
            String storageUri, String found, String remedy, @Nullable Throwable cause) {
        return new LoadFailedException(
                Failure.of(FailureReason.STORAGE_UNREACHABLE, message(storageUri, found), remedy),
                cause);
    }

    public static LoadFailedException unsupported(String storageUri, String found, String remedy) {
        return of(FailureReason.STORAGE_URI_NOT_SUPPORTED, storageUri, found, remedy);
    }

    public static LoadFailedException nothingWanted(String storageUri, int files) {
        return of(
                FailureReason.STORAGE_NOT_FOUND,
                storageUri,
                "none of its %d files is wanted".formatted(files),
                "Correct gantry.loader.download.allow-patterns and ignore-patterns (STORAGE_ALLOW_PATTERNS, STORAGE_IGNORE_PATTERNS).");
    }

    /// For content that cannot be a model on a disk, whatever the transfer does.
    public static LoadFailedException refused(String storageUri, String found) {
        return refused(
                storageUri, found, "Rename or remove it at the source; it is looked at again.");
    }

    public static LoadFailedException refused(String storageUri, String found, String remedy) {
        return of(FailureReason.STORAGE_CONTENT_REFUSED, storageUri, found, remedy);
    }

    /// For an archive that is not unpacked.
    public static LoadFailedException archive(String storageUri, String name, String found) {
        return of(
                FailureReason.STORAGE_CONTENT_REFUSED,
                storageUri,
                "the archive '%s' is not unpacked: %s".formatted(name, found),
                "Make it anew, or unpack it at the source and give the URI of the directory; it is looked at again.");
    }

    /// For layers of an image, or tars of an artifact, that are not unpacked.
    public static LoadFailedException layers(String storageUri, String found) {
        return refused(
                storageUri,
                "its layers are not unpacked: " + found,
                "Build and push it anew, with the model's files in /models of an image or as an artifact's own; it is looked at again.");
    }

    /// For a source whose content is no longer what its listing said.
    public static LoadFailedException changed(String storageUri, String found) {
        return of(
                FailureReason.CHECKSUM_MISMATCH,
                storageUri,
                found,
                "Let the upload finish and do not change a model in place; the download starts again.");
    }

    /// For a file that arrived otherwise than its source says it is.
    public static LoadFailedException corrupt(String storageUri, String file, String found) {
        return of(
                FailureReason.CHECKSUM_MISMATCH,
                storageUri,
                "%s arrived damaged: %s".formatted(file, found),
                "Look at what lies between this node and the source, and at the file there; the download starts again.");
    }

    public static LoadFailedException mismatch(String storageUri, String expected, String actual) {
        return of(
                FailureReason.CHECKSUM_MISMATCH,
                storageUri,
                "the SHA-256 is %s, expected was %s".formatted(actual, expected),
                "Correct the expected sha256 or the model at the source; the download is tried again.");
    }

    private static LoadFailedException of(
            FailureReason reason, String storageUri, String found, String remedy) {
        return new LoadFailedException(
                Failure.of(reason, message(storageUri, found), remedy), null);
    }

    private static String message(String storageUri, String found) {
        return "Cannot load %s: %s".formatted(storageUri, found);
    }
}
