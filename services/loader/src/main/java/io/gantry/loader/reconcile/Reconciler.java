package io.gantry.loader.reconcile;

import io.gantry.events.ArtifactEvent;
import io.gantry.events.ArtifactReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.load.ArtifactLoader;
import io.gantry.loader.load.DiskSpace;
import io.gantry.loader.load.RetryPolicy;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.outcome.LoadOutcome;
import io.gantry.loader.warm.Plan;
import io.gantry.loader.warm.Surroundings;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/// Compares what should be cached with what is, and acts on the difference. One thread at a time;
/// downloads run beside it.
@ApplicationScoped
class Reconciler {

    private final ArtifactCache cache;
    private final ArtifactLoader loader;
    private final ArtifactStates states;
    private final Surroundings surroundings;
    private final Duration evictAfter;
    private final Semaphore slots;
    private final InstantSource time = InstantSource.system();
    private final Attempts attempts;
    private final Map<String, Download> downloads = new HashMap<>();
    private final Map<String, Instant> unwantedSince = new HashMap<>();

    /// What was referred to when it was last noted.
    private Set<String> referred = Set.of();

    private boolean begun;

    Reconciler(
            ArtifactCache cache,
            ArtifactLoader loader,
            ArtifactStates states,
            Surroundings surroundings,
            DiskSpace space,
            LoaderConfig config) {
        this.cache = cache;
        this.loader = loader;
        this.states = states;
        this.surroundings = surroundings;
        this.evictAfter = config.cache().evictAfter();
        this.slots = new Semaphore(config.download().parallelArtifacts(), true);
        space.reclaimWith(this::reclaim);
        this.attempts = new Attempts(new RetryPolicy(config.retry(), new SecureRandom()));
    }

    /// Takes the cache over from an earlier process and tells what it holds.
    ///
    /// @throws LoadFailedException when the directory cannot be used
    synchronized void open() throws LoadFailedException {
        cache.open();
        cache.all().forEach(states::cached);
    }

    /// Gives back space: of what no revision refers to, what has been so for the longest goes
    /// first.
    synchronized void reclaim(long bytes) {
        Optional<Plan> plan = surroundings.plan();
        if (plan.isEmpty()) {
            // Nobody knows yet what is referred to.
            return;
        }
        Map<String, ArtifactReference> wanted = plan.get().kept();
        note(wanted, time.instant());
        long target = cache.used() - bytes;
        for (Manifest manifest : leastRecentlyWanted(wanted)) {
            if (cache.used() <= target) {
                return;
            }
            evict(List.of(manifest));
        }
    }

    /// Takes in what an earlier process of this node said.
    synchronized void recall(ArtifactEvent event) {
        states.recall(event);
    }

    /// Reconciles if it could not be done before and can be now.
    synchronized void begin() {
        if (!begun) {
            reconcile();
        }
    }

    synchronized void reconcile() {
        surroundings.plan().ifPresent(this::follow);
    }

    private void follow(Plan plan) {
        begun = true;
        Instant now = time.instant();
        attempts.retain(plan.loaded().keySet());
        // What others load from now on is finished where it was begun: nodes come and go.
        downloads.values().stream()
                .filter(download -> !plan.kept().containsKey(download.reference().artifact()))
                .forEach(Download::cancel);
        plan.loaded().values().stream()
                .filter(reference -> cache.find(reference.artifact()).isEmpty())
                .filter(reference -> !downloads.containsKey(reference.artifact()))
                .filter(reference -> attempts.due(reference.artifact(), now))
                .forEach(this::start);
        evict(plan, now);
    }

    /// Publishes how far each download is that is further, faster or slower than when it was told.
    synchronized void tellProgress() {
        Instant now = time.instant();
        downloads.values().stream()
                .filter(download -> download.moved(now))
                .forEach(states::progressed);
    }

    synchronized void stop() {
        downloads.values().forEach(Download::cancel);
    }

    private void start(ArtifactReference reference) {
        Progress progress = new Progress();
        Thread thread =
                Thread.ofVirtual()
                        .name("load-" + reference.artifact())
                        .unstarted(() -> run(reference, progress));
        Download download = new Download(reference, progress, thread, time.instant());
        downloads.put(reference.artifact(), download);
        states.progressed(download);
        thread.start();
    }

    private void run(ArtifactReference reference, Progress progress) {
        LoadOutcome<Manifest> outcome = new LoadOutcome.Cancelled<>();
        try {
            slots.acquire();
            try {
                outcome = loader.load(reference, progress);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Log.debugf("Download was cancelled before it began artifact=%s", reference.artifact());
        } catch (RuntimeException e) {
            Log.errorf(e, "Download broke artifact=%s", reference.artifact());
            outcome = new LoadOutcome.Failed<>(broke(reference), Duration.ZERO);
        } finally {
            ended(reference, outcome);
        }
    }

    /// Without what was thrown, which may hold anything.
    private static Failure broke(ArtifactReference reference) {
        return Failure.of(
                FailureReason.UNKNOWN,
                "Cannot load %s: the loader itself failed"
                        .formatted(StorageUri.redacted(reference.storageUri())),
                "Read the loader's log and report it; the download is tried again.");
    }

    private synchronized void ended(ArtifactReference reference, LoadOutcome<Manifest> outcome) {
        downloads.remove(reference.artifact());
        switch (outcome) {
            case LoadOutcome.Loaded<Manifest>(Manifest manifest) -> {
                attempts.succeeded(reference.artifact());
                states.loaded(manifest);
                Log.infof(
                        "Artifact is cached artifact=%s storageUri=%s bytes=%d millis=%d",
                        manifest.artifact(),
                        manifest.storageUri(),
                        manifest.bytes(),
                        manifest.millis());
            }
            case LoadOutcome.Failed<Manifest> failed -> {
                Failure failure = failed.failure();
                Instant retryAt = attempts.failed(reference.artifact(), failed, time.instant());
                states.failed(reference, failure, retryAt);
                Log.warnf(
                        "Artifact is not cached artifact=%s reason=%s retryAt=%s",
                        reference.artifact(), failure.message(), retryAt);
            }
            case LoadOutcome.Cancelled<Manifest> _ ->
                    states.evicted(reference.artifact(), reference.storageUri());
        }
    }

    /// Remembers since when artifacts are not referred to; which of them was referred to last, also
    /// for a later process.
    private void note(Map<String, ArtifactReference> wanted, Instant now) {
        unwantedSince
                .keySet()
                .removeIf(
                        artifact -> wanted.containsKey(artifact) || cache.find(artifact).isEmpty());
        unwanted(wanted).forEach(manifest -> unwantedSince.putIfAbsent(manifest.artifact(), now));
        referred.stream()
                .filter(unwantedSince::containsKey)
                .forEach(artifact -> cache.touch(artifact, now));
        referred = wanted.keySet();
    }

    private List<Manifest> unwanted(Map<String, ArtifactReference> wanted) {
        return cache.all().stream()
                .filter(manifest -> !wanted.containsKey(manifest.artifact()))
                .toList();
    }

    /// By what is on disk, since pulls and peers use artifacts, too, and processes end.
    private List<Manifest> leastRecentlyWanted(Map<String, ArtifactReference> wanted) {
        Map<Instant, List<Manifest>> byUse = new TreeMap<>();
        for (Manifest manifest : unwanted(wanted)) {
            byUse.computeIfAbsent(cache.lastUse(manifest.artifact()), _ -> new ArrayList<>())
                    .add(manifest);
        }
        return byUse.values().stream().flatMap(List::stream).toList();
    }

    private void evict(Plan plan, Instant now) {
        Map<String, ArtifactReference> wanted = plan.kept();
        note(wanted, now);
        List<Manifest> due =
                unwanted(wanted).stream()
                        .filter(manifest ->
                                !unwantedSince
                                        .getOrDefault(manifest.artifact(), now)
                                        .plus(evictAfter)
                                        .isAfter(now))
                        .toList();
        if (!due.isEmpty()) {
            evict(due);
        }
        abandon(plan.loaded());
        forgetFailuresOf(plan.loaded());
        forgetEarlier(plan.loaded());
    }

    /// Halves of what this node is not to load any more.
    private void abandon(Map<String, ArtifactReference> wanted) {
        try {
            cache.abandon(
                    artifact -> !wanted.containsKey(artifact) && !downloads.containsKey(artifact));
        } catch (LoadFailedException e) {
            Log.warnf(
                    "What came of downloads that are not to be finished cannot be removed, trying again reason=%s",
                    e.getMessage());
        }
    }

    private void evict(List<Manifest> due) {
        List<String> ids = due.stream().map(Manifest::artifact).toList();
        try {
            cache.evict(ids::contains);
            due.forEach(manifest -> states.evicted(manifest.artifact(), manifest.storageUri()));
            Log.infof("Artifacts nobody refers to are evicted artifacts=%s", ids);
        } catch (LoadFailedException e) {
            Log.warnf(
                    "Artifacts nobody refers to cannot be evicted, trying again reason=%s",
                    e.getMessage());
        }
    }

    /// What an earlier process said of artifacts that are neither cached nor to be loaded.
    private void forgetEarlier(Map<String, ArtifactReference> wanted) {
        states.takeEarlier().stream()
                .filter(event -> !wanted.containsKey(event.artifact()))
                .filter(event -> !downloads.containsKey(event.artifact()))
                .filter(event -> cache.find(event.artifact()).isEmpty())
                .forEach(event -> states.evicted(event.artifact(), event.storageUri()));
    }

    /// A failure of an artifact that this node is not to load any more is no longer its state.
    private void forgetFailuresOf(Map<String, ArtifactReference> wanted) {
        states.all().stream()
                .filter(event -> !wanted.containsKey(event.artifact()))
                .filter(event -> !downloads.containsKey(event.artifact()))
                .filter(event -> cache.find(event.artifact()).isEmpty())
                .forEach(event -> states.evicted(event.artifact(), event.storageUri()));
    }
}
