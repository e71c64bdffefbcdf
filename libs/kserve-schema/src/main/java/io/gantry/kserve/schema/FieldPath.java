package io.gantry.kserve.schema;

import org.jspecify.annotations.Nullable;

/// Where a value stands in an object. Most values are fine and their paths never become text, so a
/// path is a chain of steps up to the root.
public final class FieldPath {
    /// The whole object.
    public static final FieldPath ROOT = new FieldPath(null, "", false);

    private final @Nullable FieldPath parent;
    private final String step;
    private final boolean element;

    private FieldPath(@Nullable FieldPath parent, String step, boolean element) {
        this.parent = parent;
        this.step = step;
        this.element = element;
    }

    public FieldPath member(String name) {
        return new FieldPath(this, name, false);
    }

    public FieldPath element(int index) {
        return new FieldPath(this, Integer.toString(index), true);
    }

    /// As Kubernetes writes it: `spec.containers[0].name`; empty for the whole object.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text, false);
        return text.toString();
    }

    /// The path without the indexes: the same for all elements of a list.
    public String place() {
        StringBuilder text = new StringBuilder();
        write(text, true);
        return text.toString();
    }

    private void write(StringBuilder text, boolean anyElement) {
        if (parent == null) {
            return;
        }
        parent.write(text, anyElement);
        if (element) {
            text.append('[').append(anyElement ? "" : step).append(']');
        } else {
            text.append(text.isEmpty() ? "" : ".").append(step);
        }
    }
}
