package io.gantry.deployer.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// Does work by key: one at a time for each key, as soon as few enough others are at work, and once
/// more when it was asked for while it was going on. Work that fails is tried again, later and
/// later. Each piece of work gets a virtual thread.
final class WorkQueue {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private enum Progress {
        RUNNING,
        RUNNING_AND_ASKED_AGAIN
    }

    private final Predicate<String> work;
    private final Semaphore permits;
    private final Map<String, Progress> inProgress = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();

    /// @param work must not throw; false when it failed and has to be tried again
    /// @param atOnce how many keys are worked on at the same time
    WorkQueue(Predicate<String> work, int atOnce) {
        this.work = work;
        this.permits = new Semaphore(atOnce);
    }

    void ask(String key) {
        synchronized (inProgress) {
            if (inProgress.containsKey(key)) {
                inProgress.put(key, Progress.RUNNING_AND_ASKED_AGAIN);
                return;
            }
            inProgress.put(key, Progress.RUNNING);
        }
        Thread.ofVirtual().name("reconcile " + key).start(() -> workUntilDone(key));
    }

    private void workUntilDone(String key) {
        boolean done;
        do {
            permits.acquireUninterruptibly();
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

    private boolean askedAgain(String key) {
        synchronized (inProgress) {
            if (inProgress.get(key) == Progress.RUNNING_AND_ASKED_AGAIN) {
                inProgress.put(key, Progress.RUNNING);
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
