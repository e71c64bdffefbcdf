package io.gantry.events;

import java.time.Instant;

/// What one proxy saw of one revision over a short window, normally a second.
///
/// @param proxy the proxy instance that measured; samples of several proxies add up
/// @param at end of the window
/// @param windowMillis length of the window
/// @param concurrency requests in flight or queued, averaged over the window
/// @param inFlight requests being served at the window's end
/// @param queued requests held for want of a ready replica at the window's end
/// @param requests requests that ended within the window
/// @param clientErrors of these, answered 4xx
/// @param serverErrors of these, answered 5xx or broken off
/// @param latency duration of the requests that ended, waiting included
public record TrafficSampled(
        String namespace,
        String name,
        String revision,
        String proxy,
        Instant at,
        long windowMillis,
        double concurrency,
        int inFlight,
        int queued,
        long requests,
        long clientErrors,
        long serverErrors,
        LatencyHistogram latency)
        implements Event {

    /// The same with another end of its window.
    public TrafficSampled takenAt(Instant end) {
        return new TrafficSampled(
                namespace,
                name,
                revision,
                proxy,
                end,
                windowMillis,
                concurrency,
                inFlight,
                queued,
                requests,
                clientErrors,
                serverErrors,
                latency);
    }

    @Override
    public Topic topic() {
        return Topic.TRAFFIC;
    }

    @Override
    public String key() {
        return Keys.revision(namespace, name, revision);
    }
}
