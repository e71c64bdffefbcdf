package io.gantry.deployer.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// When pods got ready first. Kubernetes forgets that: the condition `Ready` has the time of its
/// last change, which is a later one as soon as a pod was unready in between. Written by informers,
/// read from any thread.
final class Starts {

    private static final Start UNKNOWN = new Start(false, null, null);

    /// By the uid of a pod.
    private final Map<String, History> histories = new ConcurrentHashMap<>();

    /// How a pod got ready.
    ///
    /// @param served whether it was ready at any time that was seen
    /// @param millis from the start of the process that serves to its first readiness; null while
    ///   it was not ready since, and when that was not seen
    /// @param coldMillis from the pod's creation to its first readiness; null likewise
    record Start(boolean served, @Nullable Long millis, @Nullable Long coldMillis) {}

    /// @param pod from its creation on
    /// @param process from its start on; null while none runs
    private record History(boolean served, Stretch pod, @Nullable Stretch process) {}

    /// A time in which readiness comes first or again.
    ///
    /// @param whole whether none of it can have gone by unseen
    /// @param ready when it was first ready; null before that, and when that was not seen
    private record Stretch(Instant begun, boolean whole, @Nullable Instant ready) {

        /// What comes of it when the pod is seen so.
        Stretch with(PodSighting pod) {
            Instant since = pod.readySince();
            return !whole || ready != null || since == null || since.isBefore(begun)
                    ? this
                    : new Stretch(begun, true, since);
        }

        @Nullable Long millis() {
            return ready == null ? null : (Long) Duration.between(begun, ready).toMillis();
        }
    }

    void saw(PodSighting pod) {
        histories.compute(
                pod.uid(), (uid, before) -> before == null ? first(pod) : next(before, pod));
    }

    void gone(String uid) {
        histories.remove(uid);
    }

    Start of(PodSighting pod) {
        History history = histories.get(pod.uid());
        return history == null
                ? UNKNOWN
                : new Start(
                        history.served(),
                        history.process() == null ? null : history.process().millis(),
                        history.pod().millis());
    }

    /// Nobody knows how often a pod was ready that is so when it is seen first, as after a start of
    /// the deployer.
    private static History first(PodSighting pod) {
        Instant begun = begun(pod);
        Instant unready = pod.unreadySince();
        boolean ready = pod.readySince() != null;
        // The condition stays as it is made before the process is started, until it is ready.
        boolean lostIt = begun != null && unready != null && unready.isAfter(begun);
        boolean again =
                pod.serving()
                        .map(each -> each.restarts() > 0 || each.ended() != null)
                        .orElse(false);
        return new History(
                ready,
                new Stretch(pod.created(), !ready && !lostIt && !again, null),
                begun == null ? null : new Stretch(begun, !ready && !lostIt, null));
    }

    private static History next(History before, PodSighting pod) {
        Instant begun = begun(pod);
        Stretch known = before.process();
        Stretch process =
                begun == null || (known != null && known.begun().equals(begun))
                        ? known
                        : new Stretch(begun, true, null);
        return new History(
                before.served() || pod.readySince() != null,
                before.pod().with(pod),
                begun == null || process == null ? null : process.with(pod));
    }

    private static @Nullable Instant begun(PodSighting pod) {
        return pod.serving().map(ContainerSighting::runningSince).orElse(null);
    }
}
