package io.gantry.events;

import org.jspecify.annotations.Nullable;

/// The proxy takes requests. It says so at regular intervals, also when nothing has changed.
///
/// @param host name or address at which the other proxies reach it; null when they cannot, and then
///   it admits no requests for them
/// @param port there; null likewise
/// @param intervalMillis how long until it says so again; whoever has not heard of it for three
///   times as long takes the proxy for gone
public record ProxyObserved(
        String proxy,
        long generation,
        @Nullable String host,
        @Nullable Integer port,
        long intervalMillis)
        implements ProxyEvent {

    @Override
    public boolean removal() {
        return false;
    }
}
