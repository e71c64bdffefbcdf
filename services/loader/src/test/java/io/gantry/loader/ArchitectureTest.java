package io.gantry.loader;

import io.gantry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void shouldKeepTheRulesOfAllServices() {
        ArchitectureRules.check("io.gantry.loader");
    }
}
