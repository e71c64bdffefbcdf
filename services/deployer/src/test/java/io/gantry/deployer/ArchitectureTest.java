package io.gantry.deployer;

import io.gantry.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void shouldKeepToTheRules() {
        ArchitectureRules.check("io.gantry.deployer");
    }
}
