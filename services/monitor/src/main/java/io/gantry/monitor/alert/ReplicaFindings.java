package io.gantry.monitor.alert;

import io.gantry.events.Failure;
import io.gantry.monitor.fleet.ReplicaHistory;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.rule.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Judges what happened to a service's replicas lately. As long as the monitor has not watched for
/// the whole time that counts, it does not say that nothing happened.
///
/// @param revisions of the service
record ReplicaFindings(ReplicaHistory history, List<RevisionId> revisions, Instant now) {

    /// What runtimes write when a GPU has no room left: PyTorch and vLLM, CUDA, ROCm, cuBLAS,
    /// llama.cpp (over CUDA and Vulkan), vLLM's check at its start.
    private static final List<String> SIGNS_OF_GPU_MEMORY =
            List.of(
                    "CUDA out of memory",
                    "cuda.OutOfMemoryError",
                    "torch.OutOfMemoryError",
                    "CUDA_ERROR_OUT_OF_MEMORY",
                    "CUDA error: out of memory",
                    "cudaErrorMemoryAllocation",
                    "cudaMalloc failed: out of memory",
                    "HIP out of memory",
                    "hipErrorOutOfMemory",
                    "CUBLAS_STATUS_ALLOC_FAILED",
                    "OutOfDeviceMemory",
                    "less than desired GPU memory utilization");

    Finding crashLoop(Condition.CrashLoop rule) {
        for (RevisionId revision : revisions) {
            List<ReplicaHistory.End> ends = history.ends(revision, now.minus(rule.within()));
            if (ends.size() >= rule.ends()) {
                Failure last = ends.getLast().failure();
                return new Finding.Firing(
                        "Replicas of %s ended %d times within %s, the last time: %s"
                                .formatted(
                                        revision.revision(),
                                        ends.size(),
                                        Figures.window(rule.within()),
                                        last.sentences()),
                        facts(revision, last),
                        revision.revision());
            }
        }
        return over(
                rule.within(),
                () ->
                        "Replicas ended fewer than %d times within %s"
                                .formatted(rule.ends(), Figures.window(rule.within())));
    }

    Finding coldStart(Condition.ColdStart rule) {
        for (RevisionId revision : revisions) {
            List<ReplicaHistory.Start> slow =
                    history.starts(revision, now.minus(rule.within())).stream()
                            .filter(start -> start.took().compareTo(rule.target()) > 0)
                            .toList();
            if (!slow.isEmpty()) {
                return Finding.Firing.of(
                        revision.revision(),
                        "A replica of %s took %s to get ready, more than %s"
                                .formatted(
                                        revision.revision(),
                                        Figures.seconds(slow.getLast().took()),
                                        Figures.seconds(rule.target())));
            }
        }
        return over(
                rule.within(),
                () ->
                        "No replica took longer than %s to get ready within %s"
                                .formatted(
                                        Figures.seconds(rule.target()),
                                        Figures.window(rule.within())));
    }

    /// @param standing what is known to be wrong with the revisions now, by revision
    Finding gpuOutOfMemory(Condition.GpuOutOfMemory rule, Map<String, Failure> standing) {
        for (RevisionId revision : revisions) {
            Stream<Failure> past =
                    history.ends(revision, now.minus(rule.within())).stream()
                            .map(ReplicaHistory.End::failure);
            var found =
                    Stream.concat(Stream.ofNullable(standing.get(revision.revision())), past)
                            .filter(ReplicaFindings::ofGpuMemory)
                            .findFirst();
            if (found.isPresent()) {
                return new Finding.Firing(
                        "A replica of %s ran out of the memory of its GPU: %s"
                                .formatted(revision.revision(), found.get().sentences()),
                        Map.of(Finding.REVISION, revision.revision()),
                        revision.revision());
            }
        }
        return over(
                rule.within(),
                () ->
                        "No replica ran out of the memory of its GPU within "
                                + Figures.window(rule.within()));
    }

    private Finding over(Duration within, Supplier<String> sentence) {
        return history.watchedFor(within, now)
                ? new Finding.Clear(sentence)
                : new Finding.Unclear();
    }

    private static Map<String, String> facts(RevisionId revision, Failure failure) {
        return Map.of(
                Finding.REVISION,
                revision.revision(),
                "reason",
                ModelFindings.written(failure.reason()));
    }

    private static boolean ofGpuMemory(Failure failure) {
        String tail = failure.logTail();
        return SIGNS_OF_GPU_MEMORY.stream()
                .anyMatch(sign ->
                        failure.message().contains(sign) || (tail != null && tail.contains(sign)));
    }
}
