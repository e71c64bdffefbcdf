package io.gantry.deployer.local;

import io.gantry.deployer.DeployerConfig;
import java.time.Duration;
import java.time.Instant;

/// When to check a process and what the checks have shown. Used by one thread.
///
/// Checks come quickly at first, so that a model that wakes is routed to without delay, then at a
/// fiftieth of the time it has taken so far, and at the probe's period once it is ready.
final class ReadinessWatch {

    private static final int CHECKS_PER_AGE = 50;

    private final ReadinessCheck check;
    private final DeployerConfig.Start config;
    private final Instant started;
    private Readiness readiness;
    private long lastCheck;
    private long readySince;
    private boolean checked;
    private boolean late;

    ReadinessWatch(
            ReadinessCheck check, DeployerConfig.Start config, Instant started, boolean ready) {
        this.check = check;
        this.config = config;
        this.started = started;
        this.readiness = Readiness.initially(ready);
        this.readySince = System.nanoTime();
    }

    ReadinessCheck check() {
        return check;
    }

    boolean due() {
        return !untilNext().isPositive();
    }

    Duration untilNext() {
        return checked ? interval().minusNanos(System.nanoTime() - lastCheck) : Duration.ZERO;
    }

    void checked(boolean success) {
        boolean before = readiness.ready();
        readiness = readiness.after(success, check);
        lastCheck = System.nanoTime();
        checked = true;
        if (readiness.ready() && !before) {
            readySince = lastCheck;
        }
    }

    boolean ready() {
        return readiness.ready();
    }

    /// Since the process was started.
    Duration age() {
        return Duration.between(started, Instant.now());
    }

    boolean stable() {
        return ready() && System.nanoTime() - readySince >= config.stableAfter().toNanos();
    }

    /// True once: when it has taken longer than it may.
    boolean becameLate() {
        boolean before = late;
        late = late || (!ready() && age().compareTo(config.deadline()) > 0);
        return late && !before;
    }

    private Duration interval() {
        Duration period = Duration.ofMillis(check.periodMillis());
        if (ready()) {
            return period;
        }
        Duration byAge = age().dividedBy(CHECKS_PER_AGE);
        Duration quick = config.checkInterval();
        Duration wanted = byAge.compareTo(quick) > 0 ? byAge : quick;
        return wanted.compareTo(period) > 0 ? period : wanted;
    }
}
