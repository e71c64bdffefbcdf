package io.gantry.events;

/// No node belongs to the group any more.
public record ModelNodeGroupDeleted(String name, long generation) implements ModelCacheEvent {

    @Override
    public String key() {
        return Keys.modelNodeGroup(name);
    }

    @Override
    public boolean removal() {
        return true;
    }
}
