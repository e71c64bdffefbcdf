package io.gantry.kserve.validate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what the rules find. Lives for one validation.
public final class Findings {
    private final List<Violation> violations = new ArrayList<>();

    /// A field has a value that cannot be.
    public void wrong(String field, @Nullable Object found, String message, String remedy) {
        violations.add(
                new Violation(
                        field, found == null ? null : String.valueOf(found), message, remedy));
    }

    /// A field that must be there is not.
    public void missing(String field, String message, String remedy) {
        violations.add(new Violation(field, null, message, remedy));
    }

    /// Takes over what other rules have found.
    public void addAll(List<Violation> found) {
        violations.addAll(found);
    }

    /// All of it, in the order in which it was found.
    public List<Violation> all() {
        return List.copyOf(violations);
    }
}
