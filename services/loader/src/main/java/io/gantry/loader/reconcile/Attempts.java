package io.gantry.loader.reconcile;

import io.gantry.loader.load.RetryPolicy;
import io.gantry.loader.outcome.LoadOutcome;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which artifacts failed, and when each is tried again. Not safe for use by several threads at
/// once.
final class Attempts {

    private final RetryPolicy policy;
    private final Map<String, Failed> failed = new HashMap<>();

    Attempts(RetryPolicy policy) {
        this.policy = policy;
    }

    boolean due(String artifact, Instant now) {
        Failed last = failed.get(artifact);
        return last == null || (last.retryAt() != null && !last.retryAt().isAfter(now));
    }

    /// @return when to try again; null when that cannot help
    @Nullable Instant failed(String artifact, LoadOutcome.Failed<?> outcome, Instant now) {
        int count = failed.containsKey(artifact) ? failed.get(artifact).count() + 1 : 1;
        Instant retryAt =
                policy.delay(outcome.failure().reason(), count)
                        .map(delay -> Collections.max(List.of(delay, outcome.retryAfter())))
                        .map(now::plus)
                        .orElse(null);
        failed.put(artifact, new Failed(count, retryAt));
        return retryAt;
    }

    void succeeded(String artifact) {
        failed.remove(artifact);
    }

    /// Forgets what nobody wants any more, so that it starts afresh when it is wanted again.
    void retain(Set<String> artifacts) {
        failed.keySet().retainAll(artifacts);
    }

    private record Failed(int count, @Nullable Instant retryAt) {}
}
