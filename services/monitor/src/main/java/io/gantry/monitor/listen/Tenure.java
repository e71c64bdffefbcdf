package io.gantry.monitor.listen;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One time that this monitor has a partition of the traffic, from its assignment until it is taken
/// away. Whoever remembers anything of a service remembers the tenure with it: what was measured in
/// another one has a hole in it.
public final class Tenure {

    /// What was there before that and was not read makes the monitor deaf.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int partition;
    private final Instant since;
    private volatile long next;
    private volatile boolean settled;
    private volatile @Nullable Instant heardSince;
    private OptionalLong goal = OptionalLong.empty();
    private Instant goalSetAt = Instant.MIN;

    /// @param next offset that is read next
    Tenure(int partition, long next, Instant since) {
        this.partition = partition;
        this.next = next;
        this.since = since;
    }

    /// The next one of the same partition.
    Tenure anew(Instant now) {
        return new Tenure(partition, next, now);
    }

    int partition() {
        return partition;
    }

    /// When the partition was assigned.
    public Instant since() {
        return since;
    }

    /// Since when, without a gap, all samples that were published have been read; empty while the
    /// monitor is deaf.
    public Optional<Instant> heardSince() {
        return Optional.ofNullable(heardSince);
    }

    /// True when everything was heard for so long.
    public boolean heardFor(Duration span, Instant now) {
        return heardSince().map(from -> !from.plus(span).isAfter(now)).orElse(false);
    }

    /// True once all that a former owner had published was read.
    boolean settled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    void read(long offset) {
        next = offset + 1;
    }

    /// Takes in where the partition ends.
    ///
    /// @param end empty when Kafka does not answer
    synchronized void checked(OptionalLong end, Instant now) {
        if (end.isEmpty()) {
            heardSince = null;
            goal = end;
        } else if (goal.isEmpty()) {
            goal = end;
            goalSetAt = now;
        } else if (next >= goal.getAsLong()) {
            heardSince = heardSince == null ? now : heardSince;
            goal = end;
            goalSetAt = now;
        } else if (goalSetAt.plus(PATIENCE).isBefore(now)) {
            heardSince = null;
        }
    }
}
