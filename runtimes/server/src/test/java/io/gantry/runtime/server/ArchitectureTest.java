package io.gantry.runtime.server;

import io.gantry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void shouldKeepTheRulesOfAllServices() {
        ArchitectureRules.check("io.gantry.runtime.server");
    }
}
