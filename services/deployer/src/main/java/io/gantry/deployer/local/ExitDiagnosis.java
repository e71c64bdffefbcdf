package io.gantry.deployer.local;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Why a process ended, told from what it left.
///
/// @param predictor whose process it was
/// @param command the program's name
/// @param exit its exit status; empty when this deployer is not its parent
/// @param wasReady whether it had been ready
/// @param killedForMemory whether the machine has killed a process for want of memory meanwhile
/// @param logTail its last lines
record ExitDiagnosis(
        String predictor,
        String command,
        OptionalInt exit,
        boolean wasReady,
        boolean killedForMemory,
        @Nullable String logTail) {

    private static final int SIGKILLED = 128 + 9;

    private static final List<String> SIGNS_OF_MEMORY =
            List.of(
                    "OutOfMemoryError",
                    "out of memory",
                    "Out of memory",
                    "MemoryError",
                    "std::bad_alloc",
                    "Cannot allocate memory");

    Failure failure() {
        if (outOfMemory()) {
            return new Failure(
                    FailureReason.OUT_OF_MEMORY,
                    "%s of %s ran out of memory%s".formatted(command, predictor, exitText()),
                    "Give the model a machine with more free memory, a smaller model or a smaller batch, or fewer replicas.",
                    logTail);
        }
        return wasReady
                ? new Failure(
                        FailureReason.CRASH_LOOP,
                        "%s of %s ended%s after it had been ready%s"
                                .formatted(command, predictor, exitText(), lastWords()),
                        "Read the last lines of its log; it is started again after a pause that grows.",
                        logTail)
                : new Failure(
                        FailureReason.MODEL_LOAD_FAILED,
                        "%s of %s ended%s before it was ready%s"
                                .formatted(command, predictor, exitText(), lastWords()),
                        "Read the last lines of its log; check that the files under storageUri are what the runtime expects, and its arguments.",
                        logTail);
    }

    private String lastWords() {
        return LastWords.of(command, logTail).map(": "::concat).orElse("");
    }

    private String exitText() {
        if (exit.isEmpty()) {
            return "";
        }
        int status = exit.getAsInt();
        return status > 128 && status < 160
                ? " by signal %d".formatted(status - 128)
                : " with exit status %d".formatted(status);
    }

    private boolean outOfMemory() {
        boolean killed = exit.isPresent() && exit.getAsInt() == SIGKILLED && killedForMemory;
        return killed || (logTail != null && SIGNS_OF_MEMORY.stream().anyMatch(logTail::contains));
    }
}
