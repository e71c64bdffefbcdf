package io.gantry.registry.bridge;

import io.gantry.registry.store.ResourceKey;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Keys of what is to be compared. A key waits once however often it was added, is worked on by one
/// thread at a time, and comes again, later and later, when that failed.
final class WorkQueue {

    private final Backoff backoff;
    private final InstantSource time;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<ResourceKey> waiting = new LinkedHashSet<>();
    private final Set<ResourceKey> underWay = new HashSet<>();
    private final Map<ResourceKey, Integer> failures = new HashMap<>();
    private final PriorityQueue<Later> later =
            new PriorityQueue<>(Comparator.comparingLong(Later::millis));

    WorkQueue(Backoff backoff, InstantSource time) {
        this.backoff = backoff;
        this.time = time;
    }

    /// Has the key worked on soon, and once more if it is being worked on now.
    void add(ResourceKey key) {
        lock.lock();
        try {
            waiting.add(key);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The next key, as soon as there is one. It is the caller's until [#done] or [#failed].
    ResourceKey take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<ResourceKey> next = next();
            while (next.isEmpty()) {
                changed.await(millisUntilLater(), TimeUnit.MILLISECONDS);
                next = next();
            }
            return next.get();
        } finally {
            lock.unlock();
        }
    }

    /// The work was done.
    void done(ResourceKey key) {
        lock.lock();
        try {
            failures.remove(key);
            release(key);
        } finally {
            lock.unlock();
        }
    }

    /// The work has to be tried again.
    ///
    /// @return how often it has failed since it was last done
    int failed(ResourceKey key) {
        lock.lock();
        try {
            int count = failures.merge(key, 1, Integer::sum);
            long pause = backoff.pause(count, random).toMillis();
            later.add(new Later(time.millis() + pause, key));
            release(key);
            return count;
        } finally {
            lock.unlock();
        }
    }

    private void release(ResourceKey key) {
        underWay.remove(key);
        changed.signalAll();
    }

    private Optional<ResourceKey> next() {
        long now = time.millis();
        for (Later due = later.peek(); due != null && due.millis() <= now; due = later.peek()) {
            waiting.add(later.remove().key());
        }
        Optional<ResourceKey> next =
                waiting.stream().filter(key -> !underWay.contains(key)).findFirst();
        next.ifPresent(key -> {
            waiting.remove(key);
            underWay.add(key);
        });
        return next;
    }

    private long millisUntilLater() {
        Later next = later.peek();
        return next == null ? Long.MAX_VALUE : Math.max(1, next.millis() - time.millis());
    }

    private record Later(long millis, ResourceKey key) {}
}
