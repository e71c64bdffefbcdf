package io.gantry.loader.load;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Promises space on the cache's disk, so that downloads that each fit do not together overrun it,
/// from their first byte until they are published: beside the archive lies what it unpacks to. What
/// earlier attempts have left counts as used, contents that are here already count once. When there
/// is not enough, what nobody wants any more has to go first.
@ApplicationScoped
public class DiskSpace {

    private final ArtifactCache cache;
    private final long headroom;
    private final Optional<Long> budget;
    private final Set<Reservation> reservations = new HashSet<>();
    private volatile Reclaimer reclaimer = bytes -> {};

    public DiskSpace(ArtifactCache cache, LoaderConfig config) {
        this.cache = cache;
        this.headroom = config.cache().headroom().asLongValue();
        this.budget = config.cache().budget().map(MemorySize::asLongValue);
    }

    /// Who is asked for space when there is too little.
    public void reclaimWith(Reclaimer asked) {
        this.reclaimer = asked;
    }

    /// @param bytes null when nobody knows, which reserves nothing but wants some room
    Reservation reserve(@Nullable Long bytes, Progress progress) throws LoadFailedException {
        return reserve(bytes, Map.of(), progress);
    }

    /// @param bytes that have to come to disk
    /// @param known contents that are here, which it needs whatever becomes of other artifacts, by
    ///   their SHA-256
    Reservation reserve(@Nullable Long bytes, Map<String, Long> known, Progress progress)
            throws LoadFailedException {
        long needed = bytes == null ? 0 : bytes;
        require(bytes == null ? 1 : needed);
        Reservation reservation = new Reservation(needed, Map.copyOf(known), progress);
        synchronized (this) {
            // Somebody else may have been promised the same since.
            requireNow(needed);
            reservations.add(reservation);
        }
        return reservation;
    }

    /// The contents of files that are here under the checksums that the source lists.
    Map<String, Long> known(List<RemoteFile> files) {
        Map<String, Long> known = new HashMap<>();
        for (RemoteFile file : files) {
            Checksum checksum = file.checksum();
            Long size = file.size();
            if (checksum != null
                    && size != null
                    && checksum.algorithm() == Checksum.Algorithm.SHA256
                    && cache.holds(checksum.hex(), size)) {
                known.put(checksum.hex(), size);
            }
        }
        return known;
    }

    /// Makes room if need be.
    ///
    /// @throws LoadFailedException when not so many bytes are left that nobody was promised
    void require(long bytes) throws LoadFailedException {
        long missing = bytes - available();
        if (missing > 0) {
            reclaimer.free(missing);
        }
        requireNow(bytes);
    }

    private synchronized void requireNow(long bytes) throws LoadFailedException {
        long available = available();
        if (bytes > available) {
            throw cache.noRoom(bytes, available);
        }
    }

    /// What the disk has left beside what is promised and still to come, and no more than the
    /// budget has left beside all that is promised.
    private synchronized long available() throws LoadFailedException {
        long outstanding = reservations.stream().mapToLong(Reservation::outstanding).sum();
        long onDisk = cache.free() - outstanding - headroom;
        long inBudget = budget.map(bytes -> bytes - taken()).orElse(onDisk);
        return Math.max(0, Math.min(onDisk, inBudget));
    }

    private long taken() {
        Map<String, Long> known = new HashMap<>();
        reservations.forEach(reservation -> known.putAll(reservation.known));
        long promised = reservations.stream().mapToLong(Reservation::promised).sum();
        return cache.used(known) + cache.staged() + promised;
    }

    private synchronized void end(Reservation reservation) {
        reservations.remove(reservation);
    }

    /// Makes what was reserved for a part of the cache.
    interface Publication {

        void run() throws LoadFailedException;
    }

    /// Gives back space.
    public interface Reclaimer {

        /// Removes what can be done without, until so many bytes are free or nothing is left to
        /// remove.
        void free(long bytes);
    }

    /// Space for one artifact; closing gives back what was not used.
    final class Reservation implements AutoCloseable {

        private final Map<String, Long> known;
        private final Progress progress;
        private final long download;
        private long unpacked;
        private long unwritten;

        private Reservation(long download, Map<String, Long> known, Progress progress) {
            this.download = download;
            this.known = known;
            this.progress = progress;
        }

        /// Asks for more, for what a download is unpacked to; what it was given for that before has
        /// been written.
        void grow(long more) throws LoadFailedException {
            synchronized (DiskSpace.this) {
                unwritten = 0;
            }
            require(more);
            synchronized (DiskSpace.this) {
                requireNow(more);
                unpacked += more;
                unwritten = more;
            }
        }

        /// Turns what it holds into a part of the cache, so that nobody counts both or none.
        void publish(Publication work) throws LoadFailedException {
            synchronized (DiskSpace.this) {
                work.run();
                close();
            }
        }

        /// What nobody knew the size of, is at least what has come.
        private long promised() {
            return Math.max(download, progress.received()) + unpacked;
        }

        /// What is promised and has not come yet.
        long outstanding() {
            return Math.max(0, download - progress.received()) + unwritten;
        }

        @Override
        public void close() {
            end(this);
        }
    }
}
