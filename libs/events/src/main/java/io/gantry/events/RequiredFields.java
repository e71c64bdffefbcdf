package io.gantry.events;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds what came from outside to the records' nullness: a component that is not `@Nullable` must
/// be there.
final class RequiredFields {

    /// What reflection finds is found once: a proxy's samples alone are thousands a second.
    private static final ClassValue<List<Component>> COMPONENTS =
            new ClassValue<>() {
                @Override
                protected List<Component> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
                }
            };

    private RequiredFields() {}

    private record Component(String name, Method accessor, boolean optional) {

        static Component of(RecordComponent component) {
            return new Component(
                    component.getName(),
                    component.getAccessor(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
    }

    /// Path of the first component that is null and may not be, for example
    /// `revisions[0].predictor`.
    static Optional<String> firstMissing(Record value) {
        for (Component component : COMPONENTS.get(value.getClass())) {
            Object field = read(value, component);
            if (field == null && !component.optional()) {
                return Optional.of(component.name());
            }
            Optional<String> inner = firstMissingWithin(field);
            if (inner.isPresent()) {
                return inner.map(path -> component.name() + path);
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

    private static @Nullable Object read(Record value, Component component) {
        try {
            return component.accessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component.accessor(), e);
        }
    }
}
