package io.gantry.deployer.placement;

import io.gantry.deployer.platform.PredictorState;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which revision is gone back to when those that are due never get ready. The same one that
/// proxies go back to, as nothing else would help (`Rotation` of the proxy).
final class Fallback {

    private Fallback() {}

    /// The newest of those without traffic that have served; null when none has, or when a revision
    /// with traffic has and was not given up.
    ///
    /// @param service null when it is no more
    /// @param running what the platform has, by revision
    /// @param wanted what was decided for the revisions with traffic
    static @Nullable String of(
            @Nullable InferenceServiceApplied service,
            Map<String, PredictorState> running,
            Map<String, Decision> wanted) {
        if (service == null || wanted.isEmpty()) {
            return null;
        }
        boolean served =
                wanted.entrySet().stream()
                        .filter(each -> !(each.getValue() instanceof Decision.GiveUp))
                        .map(each -> running.get(each.getKey()))
                        .anyMatch(state -> state != null && served(service, state));
        return served
                ? null
                : running.values().stream()
                        .filter(state -> !wanted.containsKey(state.key().revision()))
                        .filter(state -> takesRequests(service, state))
                        .map(state -> state.key().revision())
                        .max(byNumber())
                        .orElse(null);
    }

    /// Whether requests go to it when it is ready and what is due is not: it has served, and is no
    /// dark launch, which is listed without traffic after all that have some.
    static boolean takesRequests(InferenceServiceApplied service, PredictorState state) {
        Optional<Revision> listed =
                service.revisions().stream()
                        .filter(each -> each.name().equals(state.key().revision()))
                        .findFirst();
        return served(service, state)
                && listed.map(each ->
                                each.trafficPercent() > 0 || each.number() < newestDue(service))
                        .orElse(true);
    }

    /// What an earlier service of the name has served, counts for nothing.
    private static boolean served(InferenceServiceApplied service, PredictorState state) {
        return state.served() && state.uid().equals(service.uid());
    }

    private static int newestDue(InferenceServiceApplied service) {
        return service.revisions().stream()
                .filter(each -> each.trafficPercent() > 0)
                .mapToInt(Revision::number)
                .max()
                .orElse(0);
    }

    /// Names end in numbers of at least five digits.
    private static Comparator<String> byNumber() {
        return Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());
    }
}
