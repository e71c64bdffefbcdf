package io.gantry.deployer.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How often the kernel has killed a process because memory ran out. Tells such a kill from one
/// that somebody sent.
final class MemoryKills {

    private static final Path COUNTERS = Path.of("/proc/vmstat");
    private static final String COUNTER = "oom_kill ";

    private MemoryKills() {}

    /// 0 where the kernel does not tell.
    static long count() {
        try {
            return Files.readAllLines(COUNTERS).stream()
                    .filter(line -> line.startsWith(COUNTER))
                    .mapToLong(line -> Long.parseLong(line.substring(COUNTER.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
