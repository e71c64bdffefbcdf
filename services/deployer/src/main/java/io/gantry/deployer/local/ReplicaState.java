package io.gantry.deployer.local;

import io.gantry.deployer.platform.Replica;
import io.gantry.deployer.platform.Replica.Condition;
import io.gantry.events.Failure;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known and wanted of one replica, in memory and in its file. The replica's thread and its
/// group's use it at once: everything mutable is guarded by the lock.
final class ReplicaState {

    private enum Intent {
        STAY,
        DRAIN,
        STOP,
        DETACH
    }

    private final ReplicaFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition wake = lock.newCondition();

    private ReplicaRecord record;
    private Intent intent;
    private Condition condition;
    private Backoff backoff;
    private @Nullable Failure failure;
    private @Nullable Long pid;

    /// Past the point of no return.
    private boolean ending;

    /// Something was told that the thread has not looked at yet.
    private boolean poked;

    ReplicaState(ReplicaFiles files, ReplicaRecord record, Backoff backoff) {
        this.files = files;
        this.record = record;
        this.backoff = backoff;
        this.intent = record.drainUntil() == null ? Intent.STAY : Intent.DRAIN;
        // One that was ready counts as ready until its checks fail: proxies go on sending to it.
        this.condition = record.startMillis() == null ? Condition.STARTING : Condition.READY;
    }

    ReplicaRecord record() {
        return locked(() -> record);
    }

    Optional<Failure> failure() {
        return locked(() -> Optional.ofNullable(failure));
    }

    Replica snapshot() {
        return locked(() ->
                new Replica(
                        record.id(),
                        null,
                        Prober.HOST,
                        record.ports().isEmpty() ? 0 : spec().port(),
                        record.ports().isEmpty() ? null : spec().grpcPort(),
                        pid,
                        null,
                        intent == Intent.STAY || intent == Intent.DETACH
                                ? condition
                                : Condition.DRAINING,
                        record.everReady(),
                        record.startMillis(),
                        record.coldStartMillis(),
                        record.restarts(),
                        backoff.ends()));
    }

    void drain(Duration period) {
        locked(() -> {
            if (intent == Intent.STAY) {
                intent = Intent.DRAIN;
                save(record.draining(Instant.now().plus(period)));
            }
            return poke();
        });
    }

    /// @return false when it is too late
    boolean resume() {
        return locked(() -> {
            if (intent == Intent.DRAIN && !ending) {
                intent = Intent.STAY;
                save(record.draining(null));
                poke();
            }
            return intent == Intent.STAY;
        });
    }

    void stop() {
        locked(() -> {
            intent = Intent.STOP;
            return poke();
        });
    }

    void detach() {
        locked(() -> {
            intent = Intent.DETACH;
            return poke();
        });
    }

    /// From its next process on.
    void use(ProcessTemplate template) {
        locked(() -> record = record.with(template));
    }

    /// Whether it is to go, now or after its drain.
    boolean leaving() {
        return locked(() -> intent == Intent.DRAIN || intent == Intent.STOP);
    }

    boolean detached() {
        return locked(() -> intent == Intent.DETACH);
    }

    /// Whether it is time to end: at once when nothing can be under way in it. Once true it stays.
    boolean isToEnd() {
        return locked(() -> {
            Instant until = record.drainUntil();
            boolean drained = !serves() || until == null || !Instant.now().isBefore(until);
            ending = ending || intent == Intent.STOP || (intent == Intent.DRAIN && drained);
            return ending;
        });
    }

    boolean serves() {
        return locked(() -> condition == Condition.READY || condition == Condition.UNREADY);
    }

    boolean ready() {
        return locked(() -> condition == Condition.READY);
    }

    /// Before its process is started.
    ///
    /// @throws IOException when that cannot be written down; then nothing may be started
    ProcessSpec starting(Map<Integer, Integer> ports) throws IOException {
        lock.lock();
        try {
            record = record.starting(ports);
            condition = Condition.STARTING;
            files.save(record);
            return spec();
        } finally {
            lock.unlock();
        }
    }

    ProcessSpec spec() {
        return locked(() -> record.template().on(record.ports()));
    }

    /// Its process runs, started now or by an earlier deployer.
    void runs(long asPid) {
        locked(() -> pid = asPid);
    }

    /// @return true when it is the first time since its process was started
    boolean becameReady(Duration after) {
        return locked(() -> {
            condition = Condition.READY;
            failure = null;
            boolean first = record.startMillis() == null;
            if (first) {
                save(record.ready(after.toMillis(), Instant.now()));
            }
            return first;
        });
    }

    void becameUnready(Failure why) {
        locked(() -> {
            condition = Condition.UNREADY;
            failure = why;
            return poke();
        });
    }

    void failing(Failure why) {
        locked(() -> failure = why);
    }

    void ended(Failure why) {
        locked(() -> {
            failure = why;
            pid = null;
            condition = Condition.RESTARTING;
            backoff = backoff.afterEnd();
            save(record.ended());
            return poke();
        });
    }

    void stable() {
        locked(() -> backoff = backoff.afterStableTime());
    }

    Duration pause() {
        return locked(() -> backoff.pause());
    }

    /// Wakes the thread that waits, or keeps it from waiting next time.
    boolean poke() {
        return locked(() -> {
            poked = true;
            wake.signalAll();
            return poked;
        });
    }

    /// Until the time is over, the drain ends or something is told.
    void await(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant until = intent == Intent.DRAIN ? record.drainUntil() : null;
            Duration left = until == null ? atMost : Duration.between(Instant.now(), until);
            long nanos = (left.compareTo(atMost) < 0 ? left : atMost).toNanos();
            while (!poked && nanos > 0) {
                nanos = wake.awaitNanos(nanos);
            }
            poked = false;
        } finally {
            lock.unlock();
        }
    }

    private void save(ReplicaRecord changed) {
        record = changed;
        try {
            files.save(record);
        } catch (IOException e) {
            Log.warnf(
                    "Cannot write a replica's state, a restarted deployer may not know it whole replica=%s reason=%s",
                    files.id(), e.getMessage());
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
