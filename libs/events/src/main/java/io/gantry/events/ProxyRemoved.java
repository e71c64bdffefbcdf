package io.gantry.events;

/// The proxy ends in order: it answers what it has, and gets nothing more from other proxies.
public record ProxyRemoved(String proxy, long generation) implements ProxyEvent {

    @Override
    public boolean removal() {
        return true;
    }
}
