package io.gantry.cli;

/// What the exit codes mean, for scripts.
public final class ExitCode {

    public static final int OK = 0;

    /// What was asked for did not work.
    public static final int FAILED = 1;

    /// The arguments or the input are wrong.
    public static final int USAGE = 2;

    /// Gantry is not up, or does not answer.
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
