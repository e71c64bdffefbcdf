package io.gantry.loader.peer;

import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.util.List;

/// A source whose bytes may come from peers. What there is, and whether this node may have it, is
/// always asked of the source itself.
record PeerSource(
        Source source,
        String artifact,
        String fingerprint,
        Company company,
        Pieces pieces,
        PeerMetrics metrics)
        implements Source {

    /// How many bytes in a row have the same owner; all of a file that cannot be split.
    static final long STRETCH = 16 * 1024 * 1024;

    @Override
    public boolean handles(StorageUri uri) {
        return source.handles(uri);
    }

    @Override
    public String form() {
        return source.form();
    }

    @Override
    public List<RemoteFile> list(Location location) throws LoadFailedException {
        return source.list(location);
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        Long size = file.size();
        // Whether an empty file may be read, only its source knows.
        return size == null || size <= range.from()
                ? source.open(location, file, range)
                : PeerStream.open(this, new PeerStream.Request(location, file, size, range));
    }

    @Override
    public boolean vouchesFor(Location location, RemoteFile file) throws LoadFailedException {
        return source.vouchesFor(location, file);
    }

    /// Where the stretch ends that a byte lies in.
    static long stretchEnd(RemoteFile file, long size, long at) {
        return file.splittable() ? Math.min((at / STRETCH + 1) * STRETCH, size) : size;
    }

    Wanted wanted(RemoteFile file, long from, long to) {
        return new Wanted(
                artifact,
                fingerprint,
                file.path(),
                file.splittable() ? from / STRETCH : 0,
                from,
                to);
    }
}
