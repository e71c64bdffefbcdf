package io.gantry.registry.watch;

import io.gantry.registry.store.StoredResource;

/// A resource that is not as it was. Several changes in short order may come as one.
///
/// @param resource as it is now, or was when it was deleted
public record Change(Type type, StoredResource resource) {

    /// In Kubernetes' words.
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    /// The change of one who had seen everything up to that version.
    static Change since(long seen, StoredResource resource) {
        if (resource.deleted()) {
            return new Change(Type.DELETED, resource);
        }
        boolean unknown = resource.identity().createdVersion() > seen;
        return new Change(unknown ? Type.ADDED : Type.MODIFIED, resource);
    }

    /// Whether one who had seen everything up to that version never knew the resource, which is
    /// gone again.
    static boolean passedUnseen(long seen, StoredResource resource) {
        return resource.deleted() && resource.identity().createdVersion() > seen;
    }
}
