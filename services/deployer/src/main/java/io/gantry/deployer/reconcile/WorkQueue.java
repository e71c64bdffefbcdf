package io.gantry.deployer.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Does work by key: one at a time for each key, at once, and once more when it was asked for while
/// it was going on. Each piece of work gets a virtual thread.
final class WorkQueue {

    private enum Progress {
        RUNNING,
        RUNNING_AND_ASKED_AGAIN
    }

    private final Consumer<String> work;
    private final Map<String, Progress> inProgress = new HashMap<>();

    /// @param work must not throw
    WorkQueue(Consumer<String> work) {
        this.work = work;
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
        do {
            work.accept(key);
        } while (askedAgain(key));
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
}
