package io.gantry.embedded;

import java.nio.file.Path;

/// Why an infrastructure failed: the end of its log, from the line on in which [InfrastructureMain]
/// says so.
final class FailureLine {

    static final String PREFIX = "error: ";

    private FailureLine() {}

    /// With the whole end of the log when there is no such line, as after a crash.
    static String of(Path log) {
        String tail = LogTail.of(log);
        int start = ("\n" + tail).lastIndexOf("\n" + PREFIX);
        return start < 0
                ? "its log %s ends with:%n%s".formatted(log, tail)
                : tail.substring(start + PREFIX.length());
    }
}
