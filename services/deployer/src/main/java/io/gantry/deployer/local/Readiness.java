package io.gantry.deployer.local;

/// Whether a replica counts as ready after the checks so far: it takes as many failures in a row to
/// lose that as the probe says, and as many successes to get it.
record Readiness(boolean ready, int against) {

    static Readiness initially(boolean ready) {
        return new Readiness(ready, 0);
    }

    Readiness after(boolean success, ReadinessCheck check) {
        if (success == ready) {
            return new Readiness(ready, 0);
        }
        int needed = success ? check.successThreshold() : check.failureThreshold();
        return against + 1 >= needed
                ? new Readiness(success, 0)
                : new Readiness(ready, against + 1);
    }
}
