package io.gantry.loader.cache;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.FileNames;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The artifacts that this node holds. Reading is always possible; what changes the disk happens
/// one at a time, so that a blob cannot be evicted between its arrival and its artifact's.
public final class ArtifactCache implements AutoCloseable {

    private final CacheLayout layout;
    private final boolean brief;
    private final ManifestFiles manifests;
    private final Boot boot = Boot.ofThisMachine();
    private final ReentrantLock changes = new ReentrantLock();
    private final Map<String, Manifest> cached = new ConcurrentHashMap<>();
    private final Map<Path, Long> staged = new ConcurrentHashMap<>();
    private @Nullable CacheLock lock;

    /// The cache of a process that stays.
    public ArtifactCache(Path root, boolean rehashAtStart) {
        this(root, rehashAtStart, false);
    }

    /// The cache of a process that ends by itself, and for which others may wait.
    public static ArtifactCache brief(Path root) {
        return new ArtifactCache(root, false, true);
    }

    private ArtifactCache(Path root, boolean rehashAtStart, boolean brief) {
        this.brief = brief;
        this.layout = new CacheLayout(root);
        this.manifests = new ManifestFiles(layout, rehashAtStart);
    }

    /// Takes possession of the directory and of what an earlier process left in it; does nothing
    /// when that was done before.
    ///
    /// @throws CacheInUseException when another process has it
    public void open() throws LoadFailedException {
        change(() -> {
            if (lock == null) {
                Files.createDirectories(layout.root());
                CacheLock acquired = CacheLock.acquire(layout.lock(), brief);
                try {
                    prepare();
                } catch (IOException | RuntimeException e) {
                    acquired.close();
                    throw e;
                }
                lock = acquired;
            }
        });
    }

    public List<Manifest> all() {
        return List.copyOf(cached.values());
    }

    public Optional<Manifest> find(String artifact) {
        return Optional.ofNullable(cached.get(artifact));
    }

    /// Remembers, over restarts, that an artifact is of use now.
    public void touch(String artifact, Instant now) {
        manifests.touch(artifact, now);
    }

    /// When an artifact was of use, as far as that was noted.
    public Instant lastUse(String artifact) {
        return manifests.lastUse(artifact);
    }

    /// A content that is here already, so that nobody need download it; may be evicted at any time.
    /// All of it is hashed, for it is vouched for by its name alone: one that a disk has damaged is
    /// removed, so that it is downloaded anew.
    public Optional<Path> content(String sha256, long size) throws LoadFailedException {
        if (!holds(sha256, size)) {
            return Optional.empty();
        }
        Path blob = layout.blob(sha256);
        try {
            if (ManifestFiles.hash(blob).equals(sha256)) {
                return Optional.of(blob);
            }
        } catch (IOException e) {
            // It was evicted just now, or cannot be read.
            Log.debugf("A content is not read sha256=%s reason=%s", sha256, e.getMessage());
            return Optional.empty();
        }
        Log.warnf("A cached content is damaged and removed sha256=%s", sha256);
        change(() -> Files.deleteIfExists(blob));
        return Optional.empty();
    }

    /// Whether a content is here, by its name and size.
    public boolean holds(String sha256, long size) {
        if (!Sha256.isHex(sha256)) {
            return false;
        }
        Path blob = layout.blob(sha256);
        return blob.toFile().isFile() && blob.toFile().length() == size;
    }

    /// Bytes of all contents; what several artifacts share counts once.
    public long used() {
        return used(Map.of());
    }

    /// The same, with contents that count whether an artifact has them or not.
    ///
    /// @param besides their sizes by their SHA-256
    public long used(Map<String, Long> besides) {
        Map<String, Long> contents = new HashMap<>(besides);
        cached.values().stream()
                .filter(manifest -> manifest.location() == null)
                .flatMap(manifest -> manifest.files().stream())
                .forEach(file -> contents.put(file.sha256(), file.size()));
        return contents.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Bytes that earlier attempts have left of what is not whole yet.
    public long staged() {
        return staged.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Directory that holds a published artifact's files.
    public Path pathOf(Manifest manifest) {
        return layout.files(manifest);
    }

    /// Bytes that can still be written to the cache's disk.
    public long free() throws LoadFailedException {
        try {
            FileStore store = Files.getFileStore(layout.root());
            return store.getUsableSpace();
        } catch (IOException e) {
            throw CacheFailures.of(layout.root(), e);
        }
    }

    public LoadFailedException noRoom(long needed, long free) {
        return CacheFailures.noRoom(layout.root(), needed, free);
    }

    /// Begins an artifact, or goes on with what an earlier attempt has kept.
    ///
    /// @param fingerprint what is the same as long as the source's files are; null when nobody can
    ///   tell, and then nothing is kept
    public Staging stage(String artifact, @Nullable String fingerprint) throws LoadFailedException {
        if (FileNames.fault(artifact).isPresent() || artifact.contains("/")) {
            throw new IllegalArgumentException("No id of an artifact: " + artifact);
        }
        open();
        try {
            Path directory = layout.tmp().resolve(artifact);
            return Staging.begin(layout.root(), directory, staged, boot.mark(fingerprint));
        } catch (IOException e) {
            throw CacheFailures.of(layout.root(), e);
        }
    }

    /// Removes what was kept of artifacts that are not to be gone on with.
    public void abandon(Predicate<String> unwanted) throws LoadFailedException {
        change(() -> {
            List<Path> kept = Files.exists(layout.tmp()) ? entries(layout.tmp()) : List.of();
            for (Path entry : kept) {
                if (unwanted.test(entry.getFileName().toString())) {
                    Disk.deleteTree(entry);
                    staged.remove(entry);
                }
            }
        });
    }

    /// Makes a staged artifact part of the cache. Its files have to be on disk, not just in the
    /// kernel's memory.
    ///
    /// @param files the directory of the staging that they are in
    public void publish(Staging staging, Path files, Manifest manifest) throws LoadFailedException {
        change(() -> {
            for (VerifiedFile file : manifest.files()) {
                Path blob = adoptBlob(files.resolve(file.path()), file);
                Path link = staging.tree().resolve(file.path());
                Files.createDirectories(Disk.parent(link));
                Disk.linkOrCopy(blob, link);
            }
            Disk.syncDirectory(layout.blobs());
            syncTree(staging.tree());
            remove(manifest.artifact());
            Disk.move(staging.tree(), layout.artifact(manifest.artifact()));
            manifests.write(manifest);
            cached.put(manifest.artifact(), manifest);
            staging.published();
        });
    }

    /// Removes contents that a disk has damaged, if they are about to stand for files that have
    /// just been hashed.
    ///
    /// @param files the directory that they are in
    public void removeDamaged(Path files, List<VerifiedFile> hashed) throws LoadFailedException {
        for (VerifiedFile file : hashed) {
            try {
                Path staged = files.resolve(file.path());
                if (holds(file.sha256(), file.size())
                        && !Files.isSameFile(staged, layout.blob(file.sha256()))) {
                    var _ = content(file.sha256(), file.size());
                }
            } catch (IOException e) {
                throw CacheFailures.of(layout.root(), e);
            }
        }
    }

    /// Makes an artifact whose files are used where they are part of the cache.
    public void adopt(Manifest manifest) throws LoadFailedException {
        open();
        change(() -> {
            remove(manifest.artifact());
            manifests.write(manifest);
            cached.put(manifest.artifact(), manifest);
        });
    }

    /// Removes artifacts, and the blobs that none of the others needs.
    public void evict(Predicate<String> unwanted) throws LoadFailedException {
        change(() -> {
            Eviction eviction = Eviction.of(cached.values(), presentBlobs(), unwanted);
            for (String artifact : eviction.artifacts()) {
                cached.remove(artifact);
                remove(artifact);
            }
            delete(eviction.blobs());
        });
    }

    @Override
    public void close() {
        changes.lock();
        try {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            changes.unlock();
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(layout.tmp());
        for (Path entry : entries(layout.tmp())) {
            if (boot.marked(entry)) {
                staged.put(entry, Staging.bytesOf(entry));
            } else {
                Disk.deleteTree(entry);
            }
        }
        Files.createDirectories(layout.blobs());
        Files.createDirectories(layout.artifacts());
        for (Path entry : entries(layout.artifacts())) {
            String name = entry.getFileName().toString();
            if (name.endsWith(Manifest.SUFFIX)) {
                adopt(entry, name.substring(0, name.length() - Manifest.SUFFIX.length()));
            }
        }
        for (Path entry : entries(layout.artifacts())) {
            String name = entry.getFileName().toString();
            if (!name.endsWith(Manifest.SUFFIX) && !cached.containsKey(name)) {
                Disk.deleteTree(entry);
            }
        }
        // What a process left that died, and what a damaged artifact was made of: the next download
        // would take it for good.
        delete(Eviction.of(cached.values(), presentBlobs(), artifact -> false).blobs());
    }

    private void delete(Set<String> blobs) throws IOException {
        for (String blob : blobs) {
            Files.deleteIfExists(layout.blob(blob));
        }
    }

    private void adopt(Path file, String artifact) throws IOException {
        Optional<String> fault;
        try {
            Manifest manifest = manifests.read(file);
            fault = manifests.fault(manifest);
            if (fault.isEmpty()) {
                cached.put(artifact, manifest);
            }
        } catch (IOException e) {
            fault = Optional.of("its manifest cannot be read: " + e.getMessage());
        }
        if (fault.isPresent()) {
            Log.warnf(
                    "Cached artifact is damaged and removed artifact=%s found=%s",
                    artifact, fault.get());
            remove(artifact);
        }
    }

    /// The manifest goes first: a directory without one counts for nothing.
    private void remove(String artifact) throws IOException {
        if (Files.deleteIfExists(layout.manifest(artifact))) {
            Disk.syncDirectory(layout.artifacts());
        }
        Disk.deleteTree(layout.artifact(artifact));
    }

    private Path adoptBlob(Path staged, VerifiedFile file) throws IOException {
        Path blob = layout.blob(file.sha256());
        if (Files.isRegularFile(blob) && Files.size(blob) == file.size()) {
            return blob;
        }
        if (!staged.toFile().setReadOnly()) {
            throw new IOException("the file cannot be made read-only: " + staged);
        }
        // Its name becomes durable with those of all the others.
        Files.move(staged, blob, StandardCopyOption.ATOMIC_MOVE);
        return blob;
    }

    private Set<String> presentBlobs() throws IOException {
        return entries(layout.blobs()).stream()
                .map(path -> path.getFileName().toString())
                .filter(Sha256::isHex)
                .collect(Collectors.toSet());
    }

    private static void syncTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path directory : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
                Disk.syncDirectory(directory);
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private void change(DiskChange work) throws LoadFailedException {
        changes.lock();
        try {
            work.run();
        } catch (IOException e) {
            throw CacheFailures.of(layout.root(), e);
        } catch (UncheckedIOException e) {
            throw CacheFailures.of(layout.root(), Objects.requireNonNull(e.getCause()));
        } finally {
            changes.unlock();
        }
    }

    private interface DiskChange {
        void run() throws IOException;
    }
}
