package io.gantry.events;

/// Whether alerts are kept from people for a while. It lies beside the alerts, on their topic.
public sealed interface SilenceEvent extends StateEvent permits SilenceCreated, SilenceDeleted {

    /// Unique among all silences that ever were.
    String id();

    @Override
    default Topic topic() {
        return Topic.ALERTS;
    }

    @Override
    default String key() {
        return Keys.silence(id());
    }
}
