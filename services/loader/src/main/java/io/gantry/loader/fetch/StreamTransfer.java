package io.gantry.loader.fetch;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;

/// Brings one file to disk in one request. One that breaks off is made again from where it broke
/// off, if the source can tell that the file is still the same.
final class StreamTransfer {

    private final FetchJob job;
    private final RemoteFile file;
    private final LoaderConfig.Download config;
    private final Landing landing;
    private long furthest;

    StreamTransfer(FetchJob job, RemoteFile file, LoaderConfig.Download config, Landing landing) {
        this.job = job;
        this.file = file;
        this.config = config;
        this.landing = landing;
    }

    void run() throws LoadFailedException, InterruptedException, IOException {
        Persistence persistence = new Persistence(config.attempts());
        while (true) {
            long before = furthest;
            try {
                copy();
                return;
            } catch (LoadFailedException e) {
                // What starts over and breaks off at the same byte each time gets nowhere.
                furthest = Math.max(furthest, landing.done());
                persistence.afterBreak(e, furthest > before);
            }
            if (file.version() == null) {
                landing.startOver();
            }
        }
    }

    private void copy() throws LoadFailedException, IOException {
        byte[] buffer = new byte[(int) config.bufferSize().asLongValue()];
        try (BreakableStream in = BreakableStream.open(job, file, Range.toEnd(landing.done()))) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                requireNoMore(landing.done() + count);
                landing.append(buffer, count);
            }
        }
        requireWhole();
    }

    private static int read(BreakableStream in, byte[] buffer) throws LoadFailedException {
        return in.read(buffer, 0, buffer.length);
    }

    private void requireWhole() throws LoadFailedException {
        Long size = file.size();
        if (size != null && landing.done() < size) {
            throw LoadFailedException.unreachable(
                    job.uri().toString(),
                    "%s ended after %d of %d bytes".formatted(file.path(), landing.done(), size),
                    null);
        }
    }

    /// Asked before the bytes are written: nobody made room for them.
    private void requireNoMore(long bytes) throws LoadFailedException {
        Long size = file.size();
        if (size != null && bytes > size) {
            throw LoadFailedException.changed(
                    job.uri().toString(),
                    "%s has more than the %d bytes that were listed".formatted(file.path(), size));
        }
    }
}
