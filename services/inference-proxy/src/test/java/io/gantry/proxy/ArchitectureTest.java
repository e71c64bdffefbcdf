package io.gantry.proxy;

import io.gantry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void shouldKeepItsStructure() {
        ArchitectureRules.check("io.gantry.proxy");
    }
}
