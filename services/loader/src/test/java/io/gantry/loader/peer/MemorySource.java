package io.gantry.loader.peer;

import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// A source with one file, that counts what it gives.
final class MemorySource implements Source {

    static final String URI = "s3://models/m.bin";

    private final byte[] content;
    private final boolean checksum;
    private final LongAdder served = new LongAdder();
    private final AtomicInteger lists = new AtomicInteger();
    volatile boolean denied;
    volatile boolean changed;

    /// @param checksum whether it tells the file's SHA-256
    MemorySource(byte[] content, boolean checksum) {
        this.content = content;
        this.checksum = checksum;
    }

    long served() {
        return served.sum();
    }

    int lists() {
        return lists.get();
    }

    RemoteFile file() {
        Checksum sum = checksum ? new Checksum(Checksum.Algorithm.SHA256, sha256(content)) : null;
        return new RemoteFile("m.bin", (long) content.length, "m.bin", "1", true, sum);
    }

    static String sha256(byte[] bytes) {
        var digest = Sha256.newDigest();
        digest.update(bytes);
        return Sha256.hex(digest);
    }

    @Override
    public boolean handles(StorageUri uri) {
        return true;
    }

    @Override
    public String form() {
        return "s3://";
    }

    @Override
    public List<RemoteFile> list(Location location) throws LoadFailedException {
        lists.incrementAndGet();
        if (denied) {
            throw LoadFailedException.denied(URI, "no", "none");
        }
        return List.of(file());
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        if (changed) {
            throw LoadFailedException.changed(URI, "the file changed while it was downloaded");
        }
        int from = (int) range.from();
        int to = (int) Math.min(range.to(), content.length);
        return new FilterInputStream(new ByteArrayInputStream(content, from, to - from)) {
            @Override
            public int read(byte[] buffer, int at, int length) throws IOException {
                int count = super.read(buffer, at, length);
                served.add(Math.max(0, count));
                return count;
            }
        };
    }
}
