package io.gantry.kserve.schema.check;

import io.gantry.kserve.schema.FieldPath;
import io.gantry.kserve.schema.check.SchemaViolation.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects violations. A list with ten thousand wrong elements is told by its first few: of the
/// same mistake at the same place of the schema only so many are kept.
final class Findings {
    static final int ALIKE = 20;
    private static final int ALL = 500;

    /// What Kubernetes says then.
    static final String NOT_CHECKED =
            "some validation rules were not checked because the object was invalid; "
                    + "correct the existing errors to complete validation";

    private final List<SchemaViolation> violations = new ArrayList<>();
    private final Map<String, Integer> alike = new HashMap<>();

    void add(FieldPath path, Reason reason, String found, String detail) {
        String kind = reason + " " + path.place();
        if (violations.size() < ALL && alike.merge(kind, 1, Integer::sum) <= ALIKE) {
            violations.add(SchemaViolation.of(path, reason, found, detail));
        }
    }

    /// Whether the object's shape is so wrong that rules about it would only fail to be evaluated.
    boolean blockRules() {
        return violations.stream()
                .map(SchemaViolation::reason)
                .anyMatch(reason ->
                        switch (reason) {
                            case REQUIRED, NOT_SUPPORTED, TOO_LONG, TOO_MANY, TYPE_INVALID -> true;
                            case INVALID, DUPLICATE, FORBIDDEN -> false;
                        });
    }

    List<SchemaViolation> all() {
        return List.copyOf(violations);
    }
}
