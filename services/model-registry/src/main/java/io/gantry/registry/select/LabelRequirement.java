package io.gantry.registry.select;

import io.gantry.kserve.api.ObjectMeta;
import java.util.Set;

/// What one label must be, as in Kubernetes' `labels.Requirement`: what must not be a value may as
/// well be absent.
public sealed interface LabelRequirement extends Selector {

    record Exists(String key) implements LabelRequirement {
        @Override
        public boolean matches(ObjectMeta metadata) {
            return metadata.label(key) != null;
        }
    }

    record Absent(String key) implements LabelRequirement {
        @Override
        public boolean matches(ObjectMeta metadata) {
            return metadata.label(key) == null;
        }
    }

    record In(String key, Set<String> values) implements LabelRequirement {
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(ObjectMeta metadata) {
            String value = metadata.label(key);
            return value != null && values.contains(value);
        }
    }

    record NotIn(String key, Set<String> values) implements LabelRequirement {
        public NotIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(ObjectMeta metadata) {
            String value = metadata.label(key);
            return value == null || !values.contains(value);
        }
    }
}
