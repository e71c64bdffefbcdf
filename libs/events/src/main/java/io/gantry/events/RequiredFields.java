package io.gantry.events;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds what came from outside to the records' nullness: a component that is not `@Nullable` must
/// be there.
final class RequiredFields {

    /// The accessors of a record's components, and whether they may be null. What reflection finds
    /// is found once: a proxy's samples alone are thousands a second.
    private static final ClassValue<Map<Method, Boolean>> ACCESSORS =
            new ClassValue<>() {
                @Override
                protected Map<Method, Boolean> computeValue(Class<?> type) {
                    Map<Method, Boolean> accessors = new LinkedHashMap<>();
                    for (RecordComponent component : type.getRecordComponents()) {
                        accessors.put(
                                component.getAccessor(),
                                component.getAnnotatedType().isAnnotationPresent(Nullable.class));
                    }
                    return accessors;
                }
            };

    private RequiredFields() {}

    /// Path of the first component that is null and may not be, for example
    /// `revisions[0].predictor`.
    static Optional<String> firstMissing(Record value) {
        for (Map.Entry<Method, Boolean> component : ACCESSORS.get(value.getClass()).entrySet()) {
            String name = component.getKey().getName();
            Object field = read(value, component.getKey());
            boolean optional = component.getValue();
            if (field == null && !optional) {
                return Optional.of(name);
            }
            Optional<String> inner = firstMissingWithin(field);
            if (inner.isPresent()) {
                return inner.map(path -> name + path);
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

    private static @Nullable Object read(Record value, Method accessor) {
        try {
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + accessor, e);
        }
    }
}
