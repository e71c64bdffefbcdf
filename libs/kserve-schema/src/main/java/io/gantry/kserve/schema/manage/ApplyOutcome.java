package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/// What came of an apply.
public sealed interface ApplyOutcome {

    /// @param object the object with its managers; equal to the live one if nothing changed
    record Applied(ObjectNode object) implements ApplyOutcome {}

    /// Others own fields that the apply would change, and it was not to force them.
    ///
    /// @param conflicts one for each field and owner
    record Conflicted(List<Conflict> conflicts) implements ApplyOutcome {

        public Conflicted {
            conflicts = List.copyOf(conflicts);
        }

        /// What Kubernetes says: all conflicts, by owner.
        public String message() {
            if (conflicts.size() == 1) {
                Conflict only = conflicts.getFirst();
                return "Apply failed with 1 conflict: %s: %s"
                        .formatted(only.message(), only.field());
            }
            List<String> owners = conflicts.stream().map(Conflict::owner).distinct().toList();
            return owners.stream()
                    .map(owner ->
                            conflicts.stream()
                                    .filter(each -> each.owner().equals(owner))
                                    .map(each -> "\n- " + each.field())
                                    .collect(
                                            Collectors.joining(
                                                    "", "conflicts with " + owner + ":", "")))
                    .collect(
                            Collectors.joining(
                                    "\n",
                                    "Apply failed with %d conflicts: ".formatted(conflicts.size()),
                                    ""));
        }
    }

    /// @param owner who owns the field, such as `"kubectl" using serving.kserve.io/v1beta1`
    /// @param field which, such as `.spec.predictor.minReplicas`
    record Conflict(String owner, String field) {

        /// The message of the status cause, whose type is `FieldManagerConflict`.
        public String message() {
            return "conflict with " + owner;
        }
    }
}
