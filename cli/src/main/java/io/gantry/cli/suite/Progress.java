package io.gantry.cli.suite;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;

/// Prints a line for each part that is ready, has stopped or is prepared. Parts may be so at the
/// same time.
public record Progress(PrintWriter out) {

    public static Progress silent() {
        return new Progress(new PrintWriter(Writer.nullWriter()));
    }

    void ready(String part, Duration took) {
        print(part, "ready", took);
    }

    void stopped(String part, Duration took) {
        print(part, "stopped", took);
    }

    void prepared(String part, Duration took) {
        print(part, "prepared", took);
    }

    private synchronized void print(String part, String what, Duration took) {
        out.printf("  %-26s %s in %4.1f s%n", part, what, took.toMillis() / 1000.0);
        out.flush();
    }
}
