package io.gantry.loader.command;

import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Says every few seconds how far a download is, how fast, and how long it will take.
final class ProgressLines implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final String source;
    private final Progress progress;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("progress").factory());

    ProgressLines(String source, Progress progress, PrintStream out) {
        this.source = source;
        this.progress = progress;
        this.out = out;
        long millis = EVERY.toMillis();
        var _ = timer.scheduleAtFixedRate(this::say, millis, millis, TimeUnit.MILLISECONDS);
    }

    void finish(Manifest manifest, Path destination) {
        out.printf(
                "%s is in %s: %s in %s, %d files, sha256 %s%n",
                source,
                destination,
                size(manifest.bytes()),
                seconds(manifest.millis() / 1000.0),
                manifest.files().size(),
                manifest.sha256());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void say() {
        out.println(line(source, progress, (System.nanoTime() - start) / 1e9));
    }

    static String line(String source, Progress progress, double seconds) {
        long rate = (long) (progress.received() / seconds);
        Long total = progress.total();
        String amount =
                total == null
                        ? size(progress.done())
                        : "%s of %s".formatted(size(progress.done()), size(total));
        String left =
                total == null || rate == 0
                        ? ""
                        : ", %s left".formatted(seconds((total - progress.done()) / (double) rate));
        return "%s: %s, %s/s%s".formatted(source, amount, size(rate), left);
    }

    private static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes;
        String unit = "";
        for (String larger : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (amount < 1024) {
                break;
            }
            amount /= 1024;
            unit = larger;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, unit);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
}
