package io.gantry.proxy.log;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many bodies have not come to where they are logged yet. Safe for use by several threads.
final class UnderWay {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;

    void begun() {
        lock.lock();
        try {
            count++;
        } finally {
            lock.unlock();
        }
    }

    void ended() {
        lock.lock();
        try {
            count--;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there are none, for so long at most.
    ///
    /// @return how many are left
    int awaitNone(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (count > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
            return count;
        } finally {
            lock.unlock();
        }
    }
}
