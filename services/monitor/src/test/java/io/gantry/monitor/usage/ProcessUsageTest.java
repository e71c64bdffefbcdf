package io.gantry.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Real processes of this machine.
class ProcessUsageTest {

    private final ProcessUsage usage = new ProcessUsage();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void shouldTellWhatAProcessAndItsChildUse() throws IOException {
        // The shell waits for another one, which is busy.
        Process process = start("sh -c 'while :; do :; done' & wait");

        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(30))
                .until(() -> cores(process) > 0.2);
        assertThat(usage.read(process.pid()).orElseThrow().bytes()).isBetween(1e5, 1e9);
    }

    @Test
    void shouldTellThatAnIdleProcessUsesNothing() throws IOException {
        Process process = start("sleep 60");

        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    look(process);
                    return usage.read(process.pid()).isPresent();
                });
        assertThat(usage.read(process.pid()).orElseThrow().cores()).isLessThan(0.05);
    }

    @Test
    void shouldKnowNothingOfAProcessThatIsGoneOrWasNotAskedAfter() throws Exception {
        Process process = start("sleep 60");
        long pid = process.pid();
        Instant now = Instant.now();
        usage.look(Set.of(pid), now);
        assertThat(usage.read(pid)).as("one look says nothing").isEmpty();
        usage.look(Set.of(pid), now.plusSeconds(2));
        assertThat(usage.read(pid)).isPresent();

        usage.look(Set.of(), now.plusSeconds(4));
        assertThat(usage.read(pid)).isEmpty();

        usage.look(Set.of(pid), now.plusSeconds(6));
        usage.look(Set.of(pid), now.plusSeconds(8));
        process.destroyForcibly().waitFor();
        usage.look(Set.of(pid), now.plusSeconds(10));
        assertThat(usage.read(pid)).isEmpty();
    }

    private double cores(Process process) {
        look(process);
        return usage.read(process.pid()).map(Usage::cores).orElse(0.0);
    }

    private void look(Process process) {
        usage.look(Set.of(process.pid()), Instant.now());
    }

    private Process start(String script) throws IOException {
        Process process = new ProcessBuilder(List.of("sh", "-c", script)).start();
        started.add(process);
        return process;
    }
}
