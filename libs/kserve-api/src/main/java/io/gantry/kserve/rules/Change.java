package io.gantry.kserve.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.validate.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A resource on its way in.
///
/// @param resource what is to be stored
/// @param old what it would replace, in the same version, or null if it is new
/// @param stored everything else
public record Change(ObjectNode resource, @Nullable ObjectNode old, Stored stored) {

    /// A new resource where nothing else is stored.
    public static Change create(ObjectNode resource) {
        return new Change(resource, null, Stored.NOTHING);
    }

    /// A new version of a resource where nothing else is stored.
    public static Change update(ObjectNode old, ObjectNode resource) {
        return new Change(resource, old, Stored.NOTHING);
    }

    /// A resource that is being deleted changes only to become deletable, however wrong it is.
    boolean finishesDeletion() {
        return old != null && resource.path("metadata").hasNonNull("deletionTimestamp");
    }

    Field field() {
        return Field.root(resource);
    }

    Optional<Field> oldField() {
        return Optional.ofNullable(old).map(Field::root);
    }
}
