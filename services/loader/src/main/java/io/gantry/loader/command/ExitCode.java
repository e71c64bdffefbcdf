package io.gantry.loader.command;

import io.gantry.events.FailureReason;

/// How a command ends, so that scripts and controllers need not read its words.
final class ExitCode {

    static final int DONE = 0;
    static final int INTERRUPTED = 130;
    static final int USAGE = 2;
    static final int DAMAGED = 8;
    static final int CACHE = 10;

    private ExitCode() {}

    static int of(FailureReason reason) {
        return switch (reason) {
            case STORAGE_NOT_FOUND -> 3;
            case STORAGE_ACCESS_DENIED -> 4;
            case STORAGE_UNREACHABLE -> 5;
            case STORAGE_URI_NOT_SUPPORTED -> 6;
            case STORAGE_CONTENT_REFUSED -> 7;
            case CHECKSUM_MISMATCH -> DAMAGED;
            case DISK_FULL -> 9;
            case CACHE_UNUSABLE -> CACHE;
            default -> 1;
        };
    }
}
