package io.gantry.monitor.usage;

import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What processes of this machine use, looked at now and then. CPU time is averaged over 15
/// seconds, as Kubernetes' metrics server does it.
@ApplicationScoped
public class ProcessUsage {

    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final double NANOS = 1e9;

    private final Path proc;
    private final Map<Long, Deque<Sample>> processes = new HashMap<>();

    ProcessUsage() {
        this(Path.of("/proc"));
    }

    ProcessUsage(Path proc) {
        this.proc = proc;
    }

    /// Looks at these processes, and forgets all others. One table serves them all.
    public synchronized void look(Set<Long> pids, Instant now) {
        processes.keySet().retainAll(pids);
        if (pids.isEmpty()) {
            return;
        }
        try {
            ProcessTable table = ProcessTable.read(proc);
            for (long pid : pids) {
                table.tree(pid)
                        .ifPresentOrElse(
                                sum -> accept(pid, new Sample(now, sum)),
                                () -> processes.remove(pid));
            }
        } catch (IOException e) {
            Log.debugf("Processes are not told reason=%s", e.getMessage());
            processes.clear();
        }
    }

    /// What a process and all that it has started use; empty until it was seen for a second, and
    /// when it is gone.
    public synchronized Optional<Usage> read(long pid) {
        Deque<Sample> samples = processes.get(pid);
        if (samples == null) {
            return Optional.empty();
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double seconds = Duration.between(first.at(), last.at()).toNanos() / NANOS;
        double used = last.sum().cpuSeconds() - first.sum().cpuSeconds();
        return seconds < 1
                ? Optional.empty()
                : Optional.of(new Usage(used / seconds, last.sum().bytes()));
    }

    /// One sample from before the window stays, so that all of it is covered. Time that goes back
    /// is that of a child which ended without being asked after: there is nothing to subtract from.
    private void accept(long pid, Sample sample) {
        Deque<Sample> samples = processes.computeIfAbsent(pid, _ -> new ArrayDeque<>());
        if (!samples.isEmpty()
                && samples.getLast().sum().cpuSeconds() > sample.sum().cpuSeconds()) {
            samples.clear();
        }
        samples.addLast(sample);
        Instant oldest = sample.at().minus(WINDOW);
        while (samples.size() > 2 && !secondOf(samples).at().isAfter(oldest)) {
            samples.removeFirst();
        }
    }

    private static Sample secondOf(Deque<Sample> samples) {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }

    private record Sample(Instant at, ProcessTable.Sum sum) {}
}
