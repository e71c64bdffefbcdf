package io.gantry.deployer.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Does work by key: one at a time for each key, as soon as few enough others are at work, and once
/// more when it was asked for while it was going on. Work that fails is tried again, later and
/// later. Each piece of work gets a virtual thread.
final class WorkQueue {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private enum Progress {
        WAITING,
        RUNNING,
        RUNNING_AND_ASKED_AGAIN
    }

    private final Predicate<String> work;
    private final Consumer<String> waits;
    private final Semaphore permits;
    private final Map<String, Progress> inProgress = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();

    /// @param work must not throw; false when it failed and has to be tried again
    /// @param atOnce how many keys are worked on at the same time
    /// @param waits is told of a key when others are at work, and each time that it is asked for
    ///   while it waits for its turn; must not block
    WorkQueue(Predicate<String> work, int atOnce, Consumer<String> waits) {
        this.work = work;
        this.waits = waits;
        this.permits = new Semaphore(atOnce);
    }

    void ask(String key) {
        switch (note(key)) {
            case null ->
                    Thread.ofVirtual().name("reconcile " + key).start(() -> workUntilDone(key));
            case WAITING -> waits.accept(key);
            case RUNNING, RUNNING_AND_ASKED_AGAIN -> {
                // It is done once more.
            }
        }
    }

    /// @return how far the key was before
    private @Nullable Progress note(String key) {
        synchronized (inProgress) {
            Progress before = inProgress.get(key);
            boolean running = before != null && before != Progress.WAITING;
            inProgress.put(key, running ? Progress.RUNNING_AND_ASKED_AGAIN : Progress.WAITING);
            return before;
        }
    }

    private void workUntilDone(String key) {
        boolean done;
        do {
            awaitTurn(key);
            try {
                done = work.test(key);
            } finally {
                permits.release();
            }
        } while (askedAgain(key));
        if (done) {
            synchronized (inProgress) {
                failures.remove(key);
            }
        } else {
            askLater(key);
        }
    }

    private void awaitTurn(String key) {
        if (!permits.tryAcquire()) {
            waits.accept(key);
            permits.acquireUninterruptibly();
        }
        synchronized (inProgress) {
            inProgress.put(key, Progress.RUNNING);
        }
    }

    private boolean askedAgain(String key) {
        synchronized (inProgress) {
            if (inProgress.get(key) == Progress.RUNNING_AND_ASKED_AGAIN) {
                inProgress.put(key, Progress.WAITING);
                return true;
            }
            inProgress.remove(key);
            return false;
        }
    }

    private void askLater(String key) {
        int count;
        synchronized (inProgress) {
            count = failures.merge(key, 1, Integer::sum);
        }
        Duration pause = pause(count);
        Thread.ofVirtual()
                .name("retry " + key)
                .start(() -> {
                    try {
                        Thread.sleep(pause);
                        ask(key);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Twice as long each time, up to a bound; never all at the same moment.
    private static Duration pause(int failures) {
        long longest = LONGEST_PAUSE.toMillis();
        long full = Math.min(longest, FIRST_PAUSE.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
