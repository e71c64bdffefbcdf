package io.gantry.cli;

/// Ends a command with a sentence for the user and an exit code.
public final class CliException extends RuntimeException {

    private final int exitCode;

    private CliException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// What was asked for did not work.
    public static CliException failed(String message) {
        return new CliException(message, ExitCode.FAILED);
    }

    /// Gantry is not up, or does not answer.
    public static CliException unreachable(String message) {
        return new CliException(message, ExitCode.UNREACHABLE);
    }

    /// The input is wrong and has to be changed.
    public static CliException badInput(String message) {
        return new CliException(message, ExitCode.USAGE);
    }

    /// The same failure, with what was being done.
    public CliException during(String what) {
        return new CliException(what + ": " + getMessage(), exitCode);
    }

    public int exitCode() {
        return exitCode;
    }
}
