package io.gantry.loader.fetch;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.VerifiedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Brings the files of artifacts to disk, by so many requests at a time over all artifacts.
@ApplicationScoped
public class Fetcher {

    /// How many files beside those that are being transferred may wait for the disk: a file system
    /// that is asked for many at once writes its journal once for all of them.
    private static final int SETTLING = 32;

    private final LoaderConfig.Download config;
    private final Semaphore permits;

    public Fetcher(LoaderConfig config) {
        this.config = config.download();
        this.permits = new Semaphore(config.download().parallelRequests(), true);
    }

    /// Returns when every file is on disk and hashed; the first failure ends all of them.
    ///
    /// @throws InterruptedException when the calling thread was interrupted, after the transfers
    ///   ended
    public List<VerifiedFile> fetch(FetchJob job) throws LoadFailedException, InterruptedException {
        try (ExecutorService transfers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<VerifiedFile> done = new ExecutorCompletionService<>(transfers);
            List<VerifiedFile> files = new ArrayList<>();
            try {
                // Enough are submitted to use all permits while others wait for the disk: no thread
                // per file of thousands.
                int submitted = 0;
                while (files.size() < job.files().size()) {
                    while (submitted < job.files().size()
                            && submitted - files.size() < config.parallelRequests() + SETTLING) {
                        RemoteFile file = job.files().get(submitted++);
                        done.submit(() -> transfer(job, file, transfers));
                    }
                    files.add(done.take().get());
                }
                return files;
            } catch (ExecutionException e) {
                throw rethrown(e);
            } finally {
                transfers.shutdownNow();
            }
        }
    }

    private VerifiedFile transfer(FetchJob job, RemoteFile file, ExecutorService threads)
            throws LoadFailedException, InterruptedException {
        Path target = job.directory().resolve(file.path());
        try {
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Optional<VerifiedFile> here = linkKnown(job, file, target);
            if (here.isPresent()) {
                return here.get();
            }
            try (Landing landing = Landing.open(target, file, job.progress())) {
                Long size = file.size();
                if (size != null && PartsTransfer.suits(file, landing.done(), config)) {
                    new PartsTransfer(job, file, size, permits, config).run(landing, threads);
                } else if (!landing.whole()) {
                    stream(new StreamTransfer(job, file, config, landing));
                }
                return landing.verified(job);
            }
        } catch (IOException e) {
            throw job.onWriteFailure().apply(e);
        }
    }

    /// A file whose content another artifact has brought here is given a second name.
    private static Optional<VerifiedFile> linkKnown(FetchJob job, RemoteFile file, Path target)
            throws IOException, LoadFailedException {
        Checksum checksum = file.checksum();
        Long size = file.size();
        if (checksum == null || size == null || checksum.algorithm() != Checksum.Algorithm.SHA256) {
            return Optional.empty();
        }
        Optional<Path> known = job.known().find(checksum.hex(), size);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Files.deleteIfExists(target);
        try {
            Files.createLink(target, known.get());
        } catch (IOException | UnsupportedOperationException e) {
            // It was evicted just now, or has all the names that it may have.
            return Optional.empty();
        }
        job.progress().keep(size);
        return Optional.of(new VerifiedFile(file.path(), size, checksum.hex()));
    }

    private void stream(StreamTransfer transfer)
            throws LoadFailedException, InterruptedException, IOException {
        permits.acquire();
        try {
            transfer.run();
        } finally {
            permits.release();
        }
    }

    static LoadFailedException rethrown(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case LoadFailedException failed -> failed;
            case InterruptedException _ -> throw new InterruptedException();
            case RuntimeException bug -> throw bug;
            case null, default -> throw new IllegalStateException(e);
        };
    }
}
