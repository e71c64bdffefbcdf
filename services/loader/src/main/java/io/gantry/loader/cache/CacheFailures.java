package io.gantry.loader.cache;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What goes wrong with the cache's disk, in words.
final class CacheFailures {

    private static final long AS_GOOD_AS_FULL = 64 * 1024;

    private CacheFailures() {}

    static LoadFailedException of(Path root, IOException e) {
        return isFull(root, e) ? full(root, "the disk is full", e) : unusable(root, e);
    }

    static LoadFailedException noRoom(Path root, long needed, long free) {
        return full(
                root,
                "%s are needed and %s are free".formatted(readable(needed), readable(free)),
                null);
    }

    private static LoadFailedException full(
            Path root, String found, @org.jspecify.annotations.Nullable Throwable cause) {
        return new LoadFailedException(
                Failure.of(
                        FailureReason.DISK_FULL,
                        "The cache %s has no room: %s".formatted(root, found),
                        "Free space on that disk, delete models that are not needed, or move the cache (gantry.loader.cache.directory); the download is tried again."),
                cause);
    }

    private static LoadFailedException unusable(Path root, IOException e) {
        return new LoadFailedException(
                Failure.of(
                        FailureReason.CACHE_UNUSABLE,
                        "The cache %s cannot be used: %s".formatted(root, found(e)),
                        "Make it a directory that the user the loader runs as can write to, or set gantry.loader.cache.directory to one."),
                e);
    }

    private static String found(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission to write " + denied.getFile();
            case FileSystemException at when at.getReason() != null ->
                    "%s at %s".formatted(at.getReason(), at.getFile());
            default -> String.valueOf(e.getMessage());
        };
    }

    /// The JDK has no exception of its own for a full disk, and its message follows the locale.
    private static boolean isFull(Path root, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(root).getUsableSpace() < AS_GOOD_AS_FULL;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static String readable(long bytes) {
        double mebibytes = bytes / (1024.0 * 1024.0);
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }
}
