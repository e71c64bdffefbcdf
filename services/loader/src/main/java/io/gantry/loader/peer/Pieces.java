package io.gantry.loader.peer;

import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.verify.Sha256;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The SHA-256 of each piece of an artifact under way, taken before it went to disk: from the
/// source's bytes as they came, or from the peer that sent the piece. So what a piece is held to
/// goes from loader to loader with it, and a disk or a memory that spoils it is found by the next.
final class Pieces {

    /// In bytes; what is asked for at a time, and held in memory until it was checked.
    static final int SIZE = 1024 * 1024;

    private final Map<Key, byte[]> digests = new ConcurrentHashMap<>();

    /// Where the piece ends that a byte lies in.
    static long end(long at, long fileSize) {
        return Math.min((at / SIZE + 1) * SIZE, fileSize);
    }

    void put(String path, long from, byte[] sha256) {
        digests.put(new Key(path, from), sha256);
    }

    /// Empty for what is no whole piece, or did not come in one go.
    Optional<byte[]> of(String path, long from, long to, long fileSize) {
        return to == end(from, fileSize)
                ? Optional.ofNullable(digests.get(new Key(path, from)))
                : Optional.empty();
    }

    /// Watches a file's bytes come, from an offset on.
    Arrival arrival(RemoteFile file, long size, long from) {
        return new Arrival(file.path(), size, from);
    }

    private record Key(String path, long from) {}

    /// Bytes that come one after the other.
    final class Arrival {

        private final String path;
        private final long size;
        private final MessageDigest digest = Sha256.newDigest();
        private long at;
        private boolean fromItsStart;

        private Arrival(String path, long size, long from) {
            this.path = path;
            this.size = size;
            this.at = from;
            this.fromItsStart = from % SIZE == 0;
        }

        void update(byte[] bytes, int from, int count) {
            int done = 0;
            while (done < count && at < size) {
                int step = (int) Math.min(count - done, end(at, size) - at);
                digest.update(bytes, from + done, step);
                done += step;
                step(step);
            }
        }

        private void step(int bytes) {
            long end = end(at, size);
            at += bytes;
            if (at == end) {
                byte[] sha256 = digest.digest();
                if (fromItsStart) {
                    put(path, (end - 1) / SIZE * SIZE, sha256);
                }
                fromItsStart = true;
            }
        }
    }
}
