package io.gantry.loader.fetch;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Brings one large file to disk by several requests at once. Each reads its part into memory; the
/// parts go to disk in their order. A request keeps its permit until its part is on disk, so that
/// memory is bounded by permits, whatever the number and the size of the files.
final class PartsTransfer {

    /// What is under way is lost with a crash: no more than this share of the file.
    private static final int LOST_AT_MOST = 100;

    /// Smaller parts cost more in requests than they save.
    private static final long LEAST = 1024 * 1024;

    private final FetchJob job;
    private final RemoteFile file;
    private final long size;
    private final Semaphore permits;
    private final LoaderConfig.Download config;
    private final int partSize;
    private final Deque<Future<PartRequest>> underWay = new ArrayDeque<>();
    private final Deque<byte[]> spare = new ArrayDeque<>();

    /// @param size of the file
    PartsTransfer(
            FetchJob job,
            RemoteFile file,
            long size,
            Semaphore permits,
            LoaderConfig.Download config) {
        this.job = job;
        this.file = file;
        this.permits = permits;
        this.config = config;
        this.size = size;
        this.partSize = partSize(size, config);
    }

    /// Parts of several versions of a file would make one that nobody has.
    static boolean suits(RemoteFile file, long done, LoaderConfig.Download config) {
        return file.splittable()
                && file.version() != null
                && file.size() != null
                && file.size() - done > config.partSize().asLongValue();
    }

    private static int partSize(long fileSize, LoaderConfig.Download config) {
        long most = config.partSize().asLongValue();
        long lost = fileSize / LOST_AT_MOST / config.parallelRequests();
        return (int) Math.clamp(lost, Math.min(LEAST, most), most);
    }

    /// @param threads what runs the requests; its owner ends those that are left when this fails
    void run(Landing landing, ExecutorService threads)
            throws LoadFailedException, InterruptedException, IOException {
        Iterator<Range> ranges = Range.split(landing.done(), size, partSize).iterator();
        try {
            while (ranges.hasNext() || !underWay.isEmpty()) {
                if (ranges.hasNext() && permitted()) {
                    underWay.add(threads.submit(request(ranges.next())));
                } else {
                    land(landing, threads);
                }
            }
        } finally {
            permits.release(underWay.size());
        }
    }

    /// Waits for a permit only when it has none: files that waited for each other's would do so
    /// forever.
    private boolean permitted() throws InterruptedException {
        if (underWay.isEmpty()) {
            permits.acquire();
            return true;
        }
        // With a timeout, even of 0, those who wait longer come first.
        boolean permitted = permits.tryAcquire(0, TimeUnit.SECONDS);
        if (!permitted) {
            spare.clear();
        }
        return permitted;
    }

    private PartRequest request(Range range) {
        byte[] bytes = spare.isEmpty() ? new byte[partSize] : spare.pop();
        return new PartRequest(job, file, range, bytes, config.attempts());
    }

    private void land(Landing landing, ExecutorService threads)
            throws LoadFailedException, InterruptedException, IOException {
        try {
            PartRequest part = underWay.element().get();
            landing.append(part.bytes(), part.count(), threads);
            spare.push(part.bytes());
        } catch (ExecutionException e) {
            throw Fetcher.rethrown(e);
        }
        underWay.remove();
        permits.release();
    }
}
