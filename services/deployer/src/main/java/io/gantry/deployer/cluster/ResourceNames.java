package io.gantry.deployer.cluster;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import java.util.regex.Pattern;

/// Holds names that came over Kafka to Kubernetes' form, because they become names of files.
final class ResourceNames {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private ResourceNames() {}

    /// @throws IllegalArgumentException that names the wrong name
    static void check(InferenceServiceEvent event) {
        check("namespace", event.namespace());
        check("name", event.name());
        if (event instanceof InferenceServiceApplied applied) {
            applied.revisions().forEach(revision -> check("revision", revision.name()));
        }
    }

    private static void check(String what, String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new IllegalArgumentException(
                    "The %s \"%s\" is no Kubernetes name: use lower-case letters, digits, '-' and '.'"
                            .formatted(what, name));
        }
    }
}
