package io.gantry.events;

/// An inference proxy, which the others know by this.
public sealed interface ProxyEvent extends StateEvent permits ProxyObserved, ProxyRemoved {

    /// The proxy's name among all proxies (`gantry.proxy.instance`).
    String proxy();

    @Override
    default Topic topic() {
        return Topic.PROXIES;
    }

    @Override
    default String key() {
        return proxy();
    }
}
