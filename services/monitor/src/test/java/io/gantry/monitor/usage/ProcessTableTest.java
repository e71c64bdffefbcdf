package io.gantry.monitor.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables as Linux writes them.
class ProcessTableTest {

    @TempDir Path proc;

    @Test
    void shouldAddUpAProcessAndAllThatItHasStarted() throws IOException {
        process(10, 1, "python3", 300, 50, 1_000);
        process(11, 10, "vllm worker (0) x", 700, 100, 2_000);
        process(12, 11, "sh", 10, 0, 10);
        process(20, 1, "other", 9_999, 0, 9_999);
        Files.createDirectory(proc.resolve("sys"));

        ProcessTable table = ProcessTable.read(proc);

        ProcessTable.Sum tree = table.tree(10).orElseThrow();
        assertThat(tree.cpuSeconds()).isEqualTo(11.6 + 3 * 0.03, within(1e-9));
        assertThat(tree.bytes()).isEqualTo(3_010 * 1024);
        assertThat(table.tree(12).orElseThrow().cpuSeconds()).isEqualTo(0.13, within(1e-9));
        assertThat(table.tree(13)).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatEndsMeanwhileOrCannotBeRead() throws IOException {
        process(10, 1, "python3", 100, 0, 1_000);
        process(11, 10, "gone", 100, 0, 1_000);
        Files.delete(proc.resolve("11/stat"));
        process(12, 10, "gone later", 100, 0, 1_000);
        Files.delete(proc.resolve("12/status"));
        Files.writeString(Files.createDirectory(proc.resolve("13")).resolve("stat"), "13 (x) S");

        ProcessTable table = ProcessTable.read(proc);

        assertThat(table.processes()).containsOnlyKeys(10L, 12L);
        assertThat(table.tree(10).orElseThrow().bytes()).isEqualTo(1_000 * 1024);
    }

    @Test
    void shouldSayThatThereIsNoTable() {
        assertThatThrownBy(() -> ProcessTable.read(proc.resolve("absent")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldReadThisMachine() throws IOException {
        ProcessTable.Sum self =
                ProcessTable.read(Path.of("/proc"))
                        .tree(ProcessHandle.current().pid())
                        .orElseThrow();

        assertThat(self.cpuSeconds()).isPositive();
        assertThat(self.bytes()).isGreaterThan(10 << 20);
    }

    /// @param user and `system` in hundredths of a second; children that have ended had 2 and 1
    private void process(int pid, int parent, String name, int user, int system, int kib)
            throws IOException {
        Path directory = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                directory.resolve("stat"),
                "%d (%s) S %d 5 5 0 -1 4194560 10 0 0 0 %d %d 2 1 20 0 4 0 99 1000000 500 0 0\n"
                        .formatted(pid, name, parent, user, system));
        Files.writeString(
                directory.resolve("status"),
                "Name:\t%s\nVmPeak:\t  999999 kB\nVmRSS:\t  %d kB\n".formatted(name, kib));
    }
}
