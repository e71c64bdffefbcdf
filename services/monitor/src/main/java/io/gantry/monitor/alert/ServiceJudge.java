package io.gantry.monitor.alert;

import io.gantry.events.Failure;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.monitor.fleet.ReplicaHistory;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.rule.Condition;
import io.gantry.monitor.slo.Measure;
import io.gantry.monitor.slo.ServiceLevels;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judges conditions of services.
@Singleton
class ServiceJudge {

    private final ServiceHealth health;
    private final ServiceLevels levels;
    private final ReplicaHistory history;

    ServiceJudge(ServiceHealth health, ServiceLevels levels, ReplicaHistory history) {
        this.health = health;
        this.levels = levels;
        this.history = history;
    }

    /// What can be said of one service now.
    Bench of(InferenceServiceApplied service, Instant now) {
        ServiceId id = new ServiceId(service.namespace(), service.name());
        return new Bench(id, health.revisions(service), now);
    }

    /// One service at one time.
    final class Bench {

        private final ServiceId id;
        private final List<RevisionHealth> revisions;
        private final ReplicaFindings replicas;
        private final Instant now;
        private final Map<Measure, ServiceLevels.Reading> read = new HashMap<>();

        private Bench(ServiceId id, List<RevisionHealth> revisions, Instant now) {
            this.id = id;
            this.revisions = revisions;
            this.now = now;
            this.replicas =
                    new ReplicaFindings(
                            history,
                            revisions.stream()
                                    .map(each ->
                                            new RevisionId(
                                                    id.namespace(), id.name(), each.revision()))
                                    .toList(),
                            now);
        }

        Finding judge(Condition.OfService condition) {
            return switch (condition) {
                case Condition.BurnRate burn -> new BurnRates(burn, this::level).judge();
                case Condition.LoadFailure _ -> ModelFindings.loadFailed(revisions);
                case Condition.ModelNotReady _ ->
                        ModelFindings.modelNotReady(revisions, health.served(id));
                case Condition.RevisionNotReady _ ->
                        ModelFindings.revisionNotReady(revisions, health.served(id));
                case Condition.ReplicasMissing _ -> ModelFindings.replicasMissing(revisions);
                case Condition.Saturation _ -> ModelFindings.saturated(revisions);
                case Condition.CrashLoop crashes -> replicas.crashLoop(crashes);
                case Condition.ColdStart start -> replicas.coldStart(start);
                case Condition.GpuOutOfMemory memory -> replicas.gpuOutOfMemory(memory, failures());
            };
        }

        /// Rules and their windows ask for the same again and again.
        private ServiceLevels.Reading level(Measure measure) {
            return read.computeIfAbsent(measure, wanted -> levels.read(id, wanted, now));
        }

        private Map<String, Failure> failures() {
            Map<String, Failure> failures = new HashMap<>();
            revisions.forEach(revision ->
                    revision.failure()
                            .ifPresent(failure -> failures.put(revision.revision(), failure)));
            return failures;
        }
    }
}
