package io.gantry.events;

/// Nodes need not keep the model any longer, unless somebody else refers to it.
public record ModelCacheDeleted(String scope, String name, String uid, long generation)
        implements ModelCacheEvent {

    @Override
    public String key() {
        return Keys.modelCache(scope, name);
    }

    @Override
    public boolean removal() {
        return true;
    }
}
