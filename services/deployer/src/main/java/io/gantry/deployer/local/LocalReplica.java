package io.gantry.deployer.local;

import io.gantry.deployer.platform.Redaction;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The life of one replica: a virtual thread that starts its process or takes it over, watches it,
/// starts it again, and ends it. What it is to do it learns from its [ReplicaState].
final class LocalReplica {

    /// Who wants to know. Called without any lock held.
    interface Listener {
        void changed();

        /// The process is gone and will not be started again.
        void gone(LocalReplica replica);
    }

    private enum Watched {
        ENDED_BY_ITSELF,
        IS_TO_END,
        IS_LEFT_ALONE
    }

    private static final Duration GRACE_WHILE_STARTING = Duration.ofSeconds(2);

    private final Machine machine;
    private final ReplicaFiles files;
    private final ReplicaState state;
    private final Listener listener;

    LocalReplica(Machine machine, ReplicaFiles files, ReplicaRecord record, Listener listener) {
        this.machine = machine;
        this.files = files;
        this.listener = listener;
        this.state =
                new ReplicaState(
                        files,
                        record,
                        new Backoff(
                                machine.config().start().firstPause(),
                                machine.config().start().longestPause(),
                                0));
    }

    String id() {
        return files.id();
    }

    ReplicaState state() {
        return state;
    }

    void start() {
        Thread.ofVirtual().name("replica " + id()).start(this::run);
    }

    private void run() {
        try {
            Optional<RunningProcess> process = files.process();
            process.ifPresent(running -> state.runs(running.handle().pid()));
            if (process.isEmpty() && !state.record().ports().isEmpty()) {
                ended(OptionalInt.empty(), false);
            }
            if (live(process)) {
                files.forget();
                listener.gone(this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            Log.errorf(e, "Replica is no longer watched replica=%s", id());
        }
    }

    /// @return true when the replica has ended for good, false when it is left to another deployer
    private boolean live(Optional<RunningProcess> adopted) throws InterruptedException {
        Optional<RunningProcess> process = adopted;
        while (true) {
            if (process.isEmpty() && !pausedForRestart()) {
                return state.isToEnd();
            }
            if (process.isEmpty()) {
                process = launch();
            }
            if (process.isPresent()) {
                long memoryKills = MemoryKills.count();
                switch (watch(process.get())) {
                    case IS_LEFT_ALONE -> {
                        return false;
                    }
                    case IS_TO_END -> {
                        end(process.get());
                        return true;
                    }
                    case ENDED_BY_ITSELF -> {
                        if (state.leaving()) {
                            return true;
                        }
                        ended(process.get().exit(), MemoryKills.count() > memoryKills);
                    }
                }
                process = Optional.empty();
            }
        }
    }

    private Optional<RunningProcess> launch() {
        try {
            ProcessTemplate template =
                    new ModelTree(files.directory()).laidOut(state.record().template());
            state.use(template);
            ProcessSpec spec = state.starting(machine.ports().map(template.ports()));
            RunningProcess process = machine.launcher().launch(spec, files);
            state.runs(process.handle().pid());
            Log.infof(
                    "Started a predictor replica=%s pid=%d port=%d",
                    id(), process.handle().pid(), spec.port());
            listener.changed();
            return Optional.of(process);
        } catch (IOException | UncheckedIOException e) {
            failed(
                    Failure.of(
                            FailureReason.RUNTIME_NOT_RUNNABLE,
                            "The process of %s cannot be started: %s"
                                    .formatted(state.record().key(), e.getMessage()),
                            "Make what is missing available on this machine; it is tried again."));
            return Optional.empty();
        }
    }

    /// Checks the process until it ends, is to end, or is no longer ours.
    private Watched watch(RunningProcess process) throws InterruptedException {
        process.onExit(state::poke);
        ReadinessWatch readiness =
                new ReadinessWatch(
                        state.spec().readiness(),
                        machine.config().start(),
                        process.started(),
                        state.ready());
        while (true) {
            if (state.detached()) {
                return Watched.IS_LEFT_ALONE;
            }
            if (state.isToEnd()) {
                return Watched.IS_TO_END;
            }
            if (!process.alive()) {
                return Watched.ENDED_BY_ITSELF;
            }
            if (readiness.due()) {
                readiness.checked(machine.prober().ready(readiness.check()));
                apply(readiness);
                rotateLog();
            }
            state.await(readiness.untilNext());
        }
    }

    private void apply(ReadinessWatch readiness) {
        if (readiness.stable()) {
            state.stable();
        }
        if (readiness.ready() && !state.ready()) {
            Duration age = readiness.age();
            if (state.becameReady(age)) {
                machine.metrics().ready(age);
            }
            listener.changed();
        } else if (!readiness.ready() && state.ready()) {
            state.becameUnready(Timeouts.unready(state.record().key(), tail()));
            listener.changed();
        } else if (readiness.becameLate()) {
            state.failing(
                    Timeouts.late(
                            state.record().key(), machine.config().start().deadline(), tail()));
            listener.changed();
        }
    }

    private void ended(OptionalInt exit, boolean killedForMemory) {
        ReplicaRecord now = state.record();
        ExitDiagnosis diagnosis =
                new ExitDiagnosis(
                        now.key().toString(),
                        now.template().command().getFirst(),
                        exit,
                        now.everReady(),
                        killedForMemory,
                        tail());
        failed(diagnosis.failure());
    }

    private void failed(Failure why) {
        Log.warnf(
                "Predictor failed replica=%s reason=%s message=%s",
                id(), why.reason(), why.message());
        state.ended(why);
        machine.metrics().restarted();
        listener.changed();
    }

    /// Waits before a restart; not at all before the first start.
    ///
    /// @return false when there is to be none
    private boolean pausedForRestart() throws InterruptedException {
        long until = System.nanoTime() + state.pause().toNanos();
        while (!state.isToEnd() && !state.detached()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            state.await(Duration.ofNanos(left));
        }
        return false;
    }

    private void end(RunningProcess process) throws InterruptedException {
        if (process.end(grace())) {
            Log.infof("Ended a predictor replica=%s", id());
        } else {
            Log.warnf(
                    "Killed a predictor that did not end in time replica=%s grace=%s",
                    id(), grace());
        }
    }

    /// One that is still loading has no request to finish, and may be deaf until it has loaded.
    private Duration grace() {
        Duration grace = machine.config().stop().grace();
        return state.serves() || grace.compareTo(GRACE_WHILE_STARTING) < 0
                ? grace
                : GRACE_WHILE_STARTING;
    }

    private void rotateLog() {
        try {
            files.log().rotate(machine.config().output().maxSize().asLongValue());
        } catch (IOException e) {
            Log.warnf("Cannot rotate a log replica=%s reason=%s", id(), e.getMessage());
        }
    }

    private @Nullable String tail() {
        try {
            int lines = machine.config().output().failureLines();
            return new Redaction(state.record().template().environment())
                    .redacted(files.log().tail(lines).text());
        } catch (IOException e) {
            Log.warnf("Cannot read a log replica=%s reason=%s", id(), e.getMessage());
            return null;
        }
    }
}
