package io.gantry.runtime.llamacpp;

import io.gantry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void shouldKeepTheRulesOfAllServices() {
        ArchitectureRules.check("io.gantry.runtime.llamacpp");
    }
}
