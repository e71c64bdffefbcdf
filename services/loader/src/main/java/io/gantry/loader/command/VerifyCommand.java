package io.gantry.loader.command;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.CacheReader;
import io.gantry.loader.cache.Manifest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Hashes everything that a cache holds, also while a loader has it, and says what is not what was
/// downloaded.
final class VerifyCommand {

    private final PrintStream out;
    private final PrintStream err;

    VerifyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// @return the exit code
    int run(LoaderConfig config) {
        Path directory = config.cache().directory();
        CacheReader cache = new CacheReader(directory);
        Map<String, Optional<Manifest>> all;
        try {
            all = cache.all();
        } catch (IOException e) {
            err.printf("There is no cache that can be read in %s: %s%n", directory, e.getMessage());
            return ExitCode.CACHE;
        }
        long damaged = all.keySet().stream().filter(id -> isDamaged(cache, id, all)).count();
        out.printf("%d artifacts, %d damaged%n", all.size(), damaged);
        if (damaged == 0) {
            return ExitCode.DONE;
        }
        err.println(
                "Start the loader again with gantry.loader.cache.rehash-at-start=true: it downloads damaged artifacts anew.");
        return ExitCode.DAMAGED;
    }

    private boolean isDamaged(CacheReader cache, String id, Map<String, Optional<Manifest>> all) {
        Optional<Manifest> manifest = all.getOrDefault(id, Optional.empty());
        Optional<String> damage =
                manifest.isEmpty()
                        ? Optional.of("its manifest cannot be read")
                        : cache.damage(manifest.get());
        out.printf(
                "%-8s %s  %s%n",
                damage.isPresent() ? "damaged" : "ok",
                id,
                damage.orElseGet(() -> manifest.map(Manifest::storageUri).orElse("")));
        return damage.isPresent();
    }
}
