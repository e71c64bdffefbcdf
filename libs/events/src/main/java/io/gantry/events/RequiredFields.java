package io.gantry.events;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds what came from outside to the records' nullness: a component that is not `@Nullable` must
/// be there.
final class RequiredFields {

    private RequiredFields() {}

    /// Path of the first component that is null and may not be, for example
    /// `revisions[0].predictor`.
    static Optional<String> firstMissing(Record value) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object field = read(value, component);
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (field == null && !optional) {
                return Optional.of(component.getName());
            }
            Optional<String> inner = firstMissingWithin(field);
            if (inner.isPresent()) {
                return inner.map(path -> component.getName() + path);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstMissingWithin(@Nullable Object field) {
        if (field instanceof Record nested) {
            return firstMissing(nested).map(path -> "." + path);
        }
        if (field instanceof Collection<?> items) {
            int index = 0;
            for (Object item : items) {
                int at = index++;
                Optional<String> inner = firstMissingWithin(item);
                if (inner.isPresent()) {
                    return inner.map(path -> "[" + at + "]" + path);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object read(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }
}
