package io.gantry.deployer.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    private final FreePorts ports = new FreePorts();

    @Test
    void shouldNotGiveAPortTwiceNorOneOfOutgoingConnections() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            given.addAll(ports.map(List.of(8080, 8081)).values());
        }

        assertThat(given).hasSize(200).allMatch(port -> port >= 20_000 && port < 32_768);
    }
}
