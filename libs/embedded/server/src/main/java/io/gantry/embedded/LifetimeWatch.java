package io.gantry.embedded;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Waits for the end of an infrastructure's [Lifetime].
record LifetimeWatch(Lifetime lifetime, DataDirectory directory) {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// Returns at the end. For a shared infrastructure with the lock that makes who wants to join
    /// it now wait until the process is gone, and then start a new one.
    Optional<FileMutex> await() {
        try {
            return switch (lifetime) {
                case Lifetime.UntilStopped() -> {
                    new CountDownLatch(1).await();
                    yield Optional.empty();
                }
                case Lifetime.OwnedBy(long pid) -> {
                    ProcessHandle.of(pid).ifPresent(owner -> owner.onExit().join());
                    yield Optional.empty();
                }
                case Lifetime.Shared() -> Optional.of(awaitLastClient());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private FileMutex awaitLastClient() throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (true) {
            if (directory.clients().anyAlive()) {
                deadline = System.nanoTime() + GRACE.toNanos();
            } else if (System.nanoTime() > deadline) {
                Optional<FileMutex> mutex = tryEnd();
                if (mutex.isPresent()) {
                    return mutex.get();
                }
            }
            Thread.sleep(INTERVAL);
        }
    }

    /// Empty when somebody is joining at this moment, or just has.
    private Optional<FileMutex> tryEnd() {
        Optional<FileMutex> mutex = directory.tryDecide();
        if (mutex.isPresent() && directory.clients().anyAlive()) {
            mutex.get().close();
            return Optional.empty();
        }
        return mutex;
    }
}
