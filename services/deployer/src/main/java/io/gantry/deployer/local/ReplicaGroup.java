package io.gantry.deployer.local;

import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.PredictorState;
import io.gantry.deployer.platform.Replica;
import io.gantry.events.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The replicas of one revision. Safe for use by several threads at once.
final class ReplicaGroup implements LocalReplica.Listener {

    private final PredictorKey key;
    private final Path directory;
    private final Machine machine;
    private final Consumer<PredictorKey> changed;
    private final List<LocalReplica> replicas = new ArrayList<>();
    private @Nullable Blueprint blueprint;
    private @Nullable Failure refusal;
    private Set<String> leaveFirst = Set.of();
    private int wanted;
    private boolean closed;

    /// @param changed told of every change, without a lock held
    ReplicaGroup(
            PredictorKey key, Path directory, Machine machine, Consumer<PredictorKey> changed) {
        this.key = key;
        this.directory = directory;
        this.machine = machine;
        this.changed = changed;
    }

    /// Takes over what an earlier deployer had.
    synchronized void adopt(List<ReplicaRecord> records) {
        List<ReplicaRecord> byAge =
                records.stream().sorted(Comparator.comparing(ReplicaRecord::created)).toList();
        blueprint = byAge.getLast().blueprint();
        wanted =
                Math.toIntExact(
                        byAge.stream()
                                .filter(record -> isCurrent(record) && record.drainUntil() == null)
                                .count());
        byAge.forEach(this::add);
    }

    synchronized void run(Blueprint newBlueprint, int newWanted) {
        blueprint = newBlueprint;
        refusal = null;
        replicas.stream()
                .filter(replica -> isCurrent(replica.state().record()))
                .forEach(replica -> replica.state().use(newBlueprint.template()));
        scale(newWanted);
    }

    /// Nothing new can be started, for that reason.
    synchronized void refuse(Failure why, int newWanted) {
        refusal = why;
        scale(Math.min(newWanted, state().live()));
    }

    synchronized void scale(int newWanted) {
        wanted = newWanted;
        reshape();
    }

    /// For when there are to be fewer.
    synchronized void leaveFirst(List<String> ids) {
        leaveFirst = Set.copyOf(ids);
    }

    synchronized void remove() {
        refusal = null;
        scale(0);
    }

    /// Ends all replicas without a drain, for good.
    synchronized void stop() {
        closed = true;
        replicas.forEach(replica -> replica.state().stop());
    }

    /// Leaves all replicas to the next deployer.
    synchronized void detach() {
        closed = true;
        replicas.forEach(replica -> replica.state().detach());
    }

    synchronized boolean isEmpty() {
        return replicas.isEmpty();
    }

    /// Whether there is nothing to know about it.
    synchronized boolean isDone() {
        return replicas.isEmpty() && (closed || (wanted == 0 && refusal == null));
    }

    synchronized PredictorState state() {
        List<Replica> snapshots =
                replicas.stream().map(replica -> replica.state().snapshot()).toList();
        return PredictorState.of(
                key,
                blueprint == null ? "" : blueprint.uid(),
                blueprint == null ? null : blueprint.runtime(),
                snapshots,
                failure(),
                blueprint == null ? Map.of() : blueprint.requests());
    }

    private @Nullable Failure failure() {
        return refusal != null
                ? refusal
                : replicas.stream()
                        .flatMap(replica -> replica.state().failure().stream())
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public void changed() {
        synchronized (this) {
            reshape();
        }
        changed.accept(key);
    }

    @Override
    public void gone(LocalReplica replica) {
        synchronized (this) {
            replicas.remove(replica);
            EndedLogs.trim(
                    directory,
                    replicas.stream().map(LocalReplica::id).toList(),
                    machine.config().output().keptLogs());
        }
        changed();
    }

    private void reshape() {
        if (closed) {
            return;
        }
        ScalePlan plan = ScalePlan.of(members(), wanted);
        int tooLate = 0;
        for (LocalReplica replica : replicas) {
            if (plan.drain().contains(replica.id())) {
                replica.state().drain(machine.config().stop().drain());
            } else if (plan.resume().contains(replica.id()) && !replica.state().resume()) {
                tooLate++;
            }
        }
        Blueprint current = blueprint;
        if (current != null && refusal == null) {
            for (int i = 0; i < plan.start() + tooLate; i++) {
                add(ReplicaRecord.of(newId(), current, Instant.now()));
            }
        }
    }

    private List<ScalePlan.Member> members() {
        return replicas.stream()
                .map(replica -> {
                    ReplicaRecord record = replica.state().record();
                    Replica snapshot = replica.state().snapshot();
                    return new ScalePlan.Member(
                            replica.id(),
                            isCurrent(record),
                            blueprint != null && blueprint.uid().equals(record.uid()),
                            snapshot.ready(),
                            snapshot.everReady(),
                            snapshot.draining(),
                            leaveFirst.contains(replica.id()),
                            -record.created().toEpochMilli());
                })
                .toList();
    }

    private boolean isCurrent(ReplicaRecord record) {
        return blueprint != null && Objects.equals(blueprint.fingerprint(), record.fingerprint());
    }

    private void add(ReplicaRecord record) {
        LocalReplica replica =
                new LocalReplica(machine, new ReplicaFiles(directory, record.id()), record, this);
        replicas.add(replica);
        replicas.sort(Comparator.comparing(each -> each.state().record().created()));
        replica.start();
    }

    private String newId() {
        return key.revision() + "-" + RandomSuffix.next();
    }
}
