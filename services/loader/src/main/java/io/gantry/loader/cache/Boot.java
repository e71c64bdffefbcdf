package io.gantry.loader.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One run of this machine's kernel. What a process wrote is there after it was killed, but after a
/// loss of power a file may be as long as it was and hold something else; so halves of files are
/// good for one run only.
record Boot(String id) {

    private static final Path ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String MARK = "continues";

    static Boot ofThisMachine() {
        try {
            return new Boot(Files.readString(ID).strip());
        } catch (IOException e) {
            // Where the kernel does not tell, what is kept is good for this process only.
            return new Boot(UUID.randomUUID().toString());
        }
    }

    /// What is written beside halves of files that may be continued.
    @Nullable String mark(@Nullable String fingerprint) {
        return fingerprint == null ? null : fingerprint + " " + id;
    }

    /// Whether a directory was marked in this run.
    boolean marked(Path directory) throws IOException {
        Path mark = markOf(directory);
        return Files.isRegularFile(mark) && Files.readString(mark).endsWith(" " + id);
    }

    static Path markOf(Path directory) {
        return directory.resolve(MARK);
    }
}
