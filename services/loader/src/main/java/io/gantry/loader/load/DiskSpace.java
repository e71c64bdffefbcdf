package io.gantry.loader.load;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.cache.ArtifactCache;
import io.gantry.loader.fetch.Progress;
import io.gantry.loader.outcome.LoadFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Promises space on the cache's disk, so that downloads that each fit do not together overrun it.
@ApplicationScoped
public class DiskSpace {

    private final ArtifactCache cache;
    private final long headroom;
    private final Set<Reservation> reservations = new HashSet<>();

    public DiskSpace(ArtifactCache cache, LoaderConfig config) {
        this.cache = cache;
        this.headroom = config.cache().headroom().asLongValue();
    }

    /// @param bytes null when nobody knows, which reserves nothing but wants some room
    synchronized Reservation reserve(@Nullable Long bytes, Progress progress)
            throws LoadFailedException {
        long needed = bytes == null ? 0 : bytes;
        require(Math.max(bytes == null ? 1 : 0, needed));
        Reservation reservation = new Reservation(needed, progress);
        reservations.add(reservation);
        return reservation;
    }

    /// @throws LoadFailedException when not so many bytes are left that nobody was promised
    synchronized void require(long bytes) throws LoadFailedException {
        long promised = reservations.stream().mapToLong(Reservation::outstanding).sum();
        long available = Math.max(0, cache.free() - promised - headroom);
        if (bytes > available) {
            throw cache.noRoom(bytes, available);
        }
    }

    private synchronized void end(Reservation reservation) {
        reservations.remove(reservation);
    }

    /// Space for one download; closing gives back what was not used.
    final class Reservation implements AutoCloseable {

        private final long bytes;
        private final Progress progress;

        private Reservation(long bytes, Progress progress) {
            this.bytes = bytes;
            this.progress = progress;
        }

        private long outstanding() {
            return Math.max(0, bytes - progress.received());
        }

        @Override
        public void close() {
            end(this);
        }
    }
}
