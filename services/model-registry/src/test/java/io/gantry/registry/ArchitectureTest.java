package io.gantry.registry;

import io.gantry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /// Hibernate Reactive runs on event loops, so whatever reaches the database is reactive.
    @Test
    void shouldKeepItsStructure() {
        ArchitectureRules.check(
                "io.gantry.registry",
                "io.gantry.registry.store",
                "io.gantry.registry.inferenceservice",
                "io.gantry.registry.runtime",
                "io.gantry.registry.other",
                "io.gantry.registry.llm",
                "io.gantry.registry.localmodel",
                "io.gantry.registry.graph",
                "io.gantry.registry.publish",
                "io.gantry.registry.watch",
                "io.gantry.registry.timeline",
                "io.gantry.registry.status",
                "io.gantry.registry.registration",
                "io.gantry.registry.bridge",
                "io.gantry.registry.kube",
                "io.gantry.registry.manifest",
                "io.gantry.registry.model",
                "io.gantry.registry.plan");
    }
}
