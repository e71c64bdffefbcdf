package io.gantry.loader.load;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.outcome.LoadFailedException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Promises space on the cache's disk, so that downloads that each fit do not together overrun it.
/// When there is not enough, what nobody wants any more has to go first.
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
        long needed = bytes == null ? 0 : bytes;
        require(bytes == null ? 1 : needed);
        Reservation reservation = new Reservation(needed, progress);
        synchronized (this) {
            // Somebody else may have been promised the same since.
            requireNow(needed);
            reservations.add(reservation);
        }
        return reservation;
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
        long promised = reservations.stream().mapToLong(Reservation::bytes).sum();
        long inBudget = budget.map(bytes -> bytes - cache.used() - promised).orElse(onDisk);
        return Math.max(0, Math.min(onDisk, inBudget));
    }

    private synchronized void end(Reservation reservation) {
        reservations.remove(reservation);
    }

    /// Gives back space.
    public interface Reclaimer {

        /// Removes what can be done without, until so many bytes are free or nothing is left to
        /// remove.
        void free(long bytes);
    }

    /// Space for one download; closing gives back what was not used.
    final class Reservation implements AutoCloseable {

        private final Progress progress;
        private long bytes;

        private Reservation(long bytes, Progress progress) {
            this.bytes = bytes;
            this.progress = progress;
        }

        /// Asks for more.
        void grow(long more) throws LoadFailedException {
            require(more);
            synchronized (DiskSpace.this) {
                requireNow(more);
                bytes += more;
            }
        }

        private long bytes() {
            return bytes;
        }

        /// What is promised and has not come yet.
        long outstanding() {
            return Math.max(0, bytes - progress.received());
        }

        @Override
        public void close() {
            end(this);
        }
    }
}
