package io.gantry.deployer.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process that this deployer or an earlier one has started.
///
/// @param child the process as its parent sees it; null when an earlier deployer was its parent
record RunningProcess(ProcessHandle handle, @Nullable Process child) {

    /// How far the start of a process and the time of the file with its id may be apart.
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();

    /// The process whose id is in the file; empty when it has ended, even if another one has the
    /// same id now.
    static Optional<RunningProcess> adopt(Path file) {
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return ProcessHandle.of(pid)
                    .filter(handle -> startedAround(handle, written))
                    .map(handle -> new RunningProcess(handle, null))
                    .filter(RunningProcess::alive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean startedAround(ProcessHandle handle, Instant time) {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, time).abs().compareTo(TOLERANCE) < 0)
                .orElse(false);
    }

    /// False also for a process that has ended and whose parent has not noticed.
    boolean alive() {
        return child == null ? handle.isAlive() && !defunct() : child.isAlive();
    }

    /// The exit status of a process that is not alive; empty when it was not a child.
    OptionalInt exit() {
        return child == null ? OptionalInt.empty() : OptionalInt.of(child.exitValue());
    }

    void onExit(Runnable action) {
        var _ = handle.onExit().thenRun(action);
    }

    /// When it was started; now, if the system does not tell.
    Instant started() {
        return handle.info().startInstant().orElseGet(Instant::now);
    }

    /// Ends it and what it has started: asks, waits, then kills.
    ///
    /// @return true when it ended by itself
    boolean end(Duration grace) throws InterruptedException {
        List<ProcessHandle> descendants = handle.descendants().toList();
        handle.destroy();
        boolean ended = awaitEnd(grace);
        if (!ended) {
            handle.destroyForcibly();
            var _ = awaitEnd(KILLED_WITHIN);
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        return ended;
    }

    private boolean awaitEnd(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (alive()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                var _ = handle.onExit().get(Math.min(left, LOOK_AGAIN), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // Looked at again: one that is not a child may be gone without a notice.
            }
        }
        return true;
    }

    private boolean defunct() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            // Not Linux, or it ended just now, which the caller asks for elsewhere.
            return false;
        }
    }
}
