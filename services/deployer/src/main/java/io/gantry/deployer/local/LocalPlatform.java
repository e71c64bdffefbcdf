package io.gantry.deployer.local;

import io.gantry.deployer.platform.ClusterObject;
import io.gantry.deployer.platform.Front;
import io.gantry.deployer.platform.Platform;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorLogs;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Predictors as processes of this machine.
@ApplicationScoped
@Identifier("local")
class LocalPlatform implements Platform {

    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Machine machine;
    private final Commands commands;
    private final StateDirectory directory;
    private final int maxReplicas;
    private final Map<PredictorKey, ReplicaGroup> groups = new ConcurrentHashMap<>();
    private volatile Consumer<String> listener = service -> {};
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private boolean closed;

    LocalPlatform(Machine machine, Commands commands, StateDirectory directory) {
        this.machine = machine;
        this.commands = commands;
        this.directory = directory;
        this.maxReplicas = machine.config().maxReplicas();
    }

    @Override
    public void start(Consumer<String> changed) {
        listener = changed;
        directory.lock();
        directory
                .records()
                .forEach((key, records) -> {
                    Log.infof("Takes over predictor=%s replicas=%d", key, records.size());
                    change(key, group -> group.adopt(records));
                });
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Set<PredictorKey> present() {
        return Set.copyOf(groups.keySet());
    }

    @Override
    public Optional<PredictorState> observe(PredictorKey key) {
        return Optional.ofNullable(groups.get(key)).map(ReplicaGroup::state);
    }

    @Override
    public Map<String, PredictorState> observe(String namespace, String name) {
        return groups.entrySet().stream()
                .filter(each ->
                        each.getKey().namespace().equals(namespace)
                                && each.getKey().name().equals(name))
                .collect(
                        Collectors.toUnmodifiableMap(
                                each -> each.getKey().revision(), each -> each.getValue().state()));
    }

    @Override
    public boolean replicasBringModels() {
        return false;
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public void run(Workload workload, int replicas) {
        switch (Translation.of(workload)) {
            case Translation.Refused(Failure why) -> refuse(workload.key(), why, replicas);
            case Translation.Startable(ProcessTemplate template) -> {
                String command = template.command().getFirst();
                if (commands.find(command).isPresent()) {
                    Blueprint blueprint = Blueprint.of(workload, template);
                    change(workload.key(), group -> group.run(blueprint, replicas));
                } else {
                    refuse(workload.key(), unknownCommand(workload, command), replicas);
                }
            }
        }
    }

    private void refuse(PredictorKey key, Failure why, int replicas) {
        change(key, group -> group.refuse(why, replicas));
    }

    @Override
    public void scale(PredictorKey key, int replicas) {
        if (groups.containsKey(key)) {
            change(key, group -> group.scale(replicas));
        }
    }

    @Override
    public void leaveFirst(PredictorKey key, List<String> replicas) {
        ReplicaGroup group = groups.get(key);
        if (group != null) {
            group.leaveFirst(replicas);
        }
    }

    /// Processes do not wait for devices.
    @Override
    public void replaceInPlace(PredictorKey key, int places) {}

    @Override
    public void giveUp(PredictorKey key, Failure why) {
        scale(key, 0);
    }

    /// Only the proxy knows services by name here.
    @Override
    public void front(Front front) {}

    @Override
    public void removeFront(String namespace, String name) {}

    @Override
    public void remove(PredictorKey key) {
        if (groups.containsKey(key)) {
            change(key, ReplicaGroup::remove);
        }
        if (!groups.containsKey(key)) {
            directory.delete(key);
        }
    }

    /// A machine has no other place for it than the log, where it is.
    @Override
    public void show(PredictorKey key, ClusterObject service, @Nullable Failure why) {}

    @Override
    public int maxReplicas() {
        return maxReplicas;
    }

    @Override
    public Optional<PredictorLogs> logs(PredictorKey key) {
        return Optional.<PredictorLogs>of(new LocalLogs(directory.of(key)))
                .filter(logs -> !logs.replicas().isEmpty());
    }

    void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
        close();
        if (machine.config().stopPredictorsOnExit()) {
            stopAll();
        } else {
            groups.values().forEach(ReplicaGroup::detach);
        }
    }

    /// Returns when no change is under way; none begins any more.
    private void close() {
        closing.writeLock().lock();
        try {
            closed = true;
        } finally {
            closing.writeLock().unlock();
        }
    }

    private void stopAll() {
        groups.values().forEach(ReplicaGroup::stop);
        long until = System.nanoTime() + machine.config().stop().grace().plus(MARGIN).toNanos();
        try {
            synchronized (groups) {
                while (!groups.values().stream().allMatch(ReplicaGroup::isEmpty)) {
                    long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                    if (left <= 0) {
                        Log.warn("Not all predictors ended in time");
                        return;
                    }
                    groups.wait(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(PredictorKey key, Consumer<ReplicaGroup> change) {
        closing.readLock().lock();
        try {
            if (!closed) {
                groups.compute(key, (same, known) -> changed(key, known, change));
            }
        } finally {
            closing.readLock().unlock();
        }
    }

    private @Nullable ReplicaGroup changed(
            PredictorKey key, @Nullable ReplicaGroup known, Consumer<ReplicaGroup> change) {
        ReplicaGroup group =
                known == null
                        ? new ReplicaGroup(key, directory.of(key), machine, this::changed)
                        : known;
        change.accept(group);
        return unlessDone(group);
    }

    private void changed(PredictorKey key) {
        groups.computeIfPresent(key, (same, group) -> unlessDone(group));
        synchronized (groups) {
            groups.notifyAll();
        }
        listener.accept(key.service());
    }

    private static @Nullable ReplicaGroup unlessDone(ReplicaGroup group) {
        return group.isDone() ? null : group;
    }

    private static Failure unknownCommand(Workload workload, String command) {
        return Failure.of(
                FailureReason.RUNTIME_NOT_RUNNABLE,
                "%s needs the command %s, which this machine does not have"
                        .formatted(workload.key(), command),
                "Install it, or add its directory to gantry.deployer.local.path.");
    }
}
