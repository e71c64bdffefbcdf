package io.gantry.deployer.local;

import io.gantry.deployer.platform.PredictorKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has to be known of a replica to take it over: kept in a file, written before its process is
/// started and at each change.
///
/// @param fingerprint of the workload; replicas with the same are interchangeable
/// @param requests see [Blueprint]
/// @param ports the machine's by the container's
/// @param everReady whether it was ever ready
/// @param startMillis how long its present process took to get ready; null while it is not
/// @param coldStartMillis how long it took from its creation to its first readiness; null before
///   that, and in files of earlier deployers
/// @param drainUntil when it is to end; null while it is to stay
/// @param restarts of its process
@RegisterForReflection
record ReplicaRecord(
        String id,
        PredictorKey key,
        String uid,
        @Nullable String runtime,
        String fingerprint,
        ProcessTemplate template,
        Map<String, Double> requests,
        Map<Integer, Integer> ports,
        Instant created,
        boolean everReady,
        @Nullable Long startMillis,
        @Nullable Long coldStartMillis,
        @Nullable Instant drainUntil,
        int restarts) {

    /// Files that earlier deployers have written have no requests.
    @SuppressWarnings("ConstantValue")
    ReplicaRecord {
        requests = requests == null ? Map.of() : Map.copyOf(requests);
        ports = Map.copyOf(ports);
    }

    /// A replica that has not been started yet.
    static ReplicaRecord of(String id, Blueprint blueprint, Instant now) {
        return new ReplicaRecord(
                id,
                blueprint.key(),
                blueprint.uid(),
                blueprint.runtime(),
                blueprint.fingerprint(),
                blueprint.template(),
                blueprint.requests(),
                Map.of(),
                now,
                false,
                null,
                null,
                null,
                0);
    }

    Blueprint blueprint() {
        return new Blueprint(key, uid, runtime, fingerprint, template, requests);
    }

    /// Before its process is started on these ports.
    ReplicaRecord starting(Map<Integer, Integer> onPorts) {
        return copy(template, onPorts, everReady, null, coldStartMillis, drainUntil, restarts);
    }

    /// @param afterMillis since its process was started
    ReplicaRecord ready(long afterMillis, Instant now) {
        Long coldStart =
                everReady
                        ? coldStartMillis
                        : (Long) Math.max(0, Duration.between(created, now).toMillis());
        return copy(template, ports, true, afterMillis, coldStart, drainUntil, restarts);
    }

    ReplicaRecord ended() {
        return copy(template, ports, everReady, null, coldStartMillis, drainUntil, restarts + 1);
    }

    ReplicaRecord draining(@Nullable Instant until) {
        return copy(template, ports, everReady, startMillis, coldStartMillis, until, restarts);
    }

    /// With this template for its next process.
    ReplicaRecord with(ProcessTemplate next) {
        return copy(next, ports, everReady, startMillis, coldStartMillis, drainUntil, restarts);
    }

    private ReplicaRecord copy(
            ProcessTemplate newTemplate,
            Map<Integer, Integer> newPorts,
            boolean newEverReady,
            @Nullable Long newStartMillis,
            @Nullable Long newColdStartMillis,
            @Nullable Instant newDrainUntil,
            int newRestarts) {
        return new ReplicaRecord(
                id,
                key,
                uid,
                runtime,
                fingerprint,
                newTemplate,
                requests,
                newPorts,
                created,
                newEverReady,
                newStartMillis,
                newColdStartMillis,
                newDrainUntil,
                newRestarts);
    }
}
