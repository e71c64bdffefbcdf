package io.gantry.loader.load;

import io.gantry.events.ArtifactReference;
import io.gantry.loader.cache.Manifest;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Digesting;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Files that are used where they are. Each is opened and a byte of it read, so that what this node
/// may not read is told now. All of their bytes are read only when a digest is expected: a large
/// volume would hold up its model for minutes, and what may change at any time is not vouched for
/// by a digest of now.
final class InPlace {

    private static final int BUFFER = 256 * 1024;

    private InPlace() {}

    static Manifest manifest(
            ArtifactReference reference,
            Location location,
            Source source,
            List<RemoteFile> files,
            Path place)
            throws LoadFailedException {
        long start = System.nanoTime();
        boolean whole = reference.sha256() != null;
        List<VerifiedFile> read = new ArrayList<>();
        for (RemoteFile file : files) {
            read.add(read(location, source, file, whole));
        }
        String sha256 =
                whole
                        ? Sha256.ofArtifact(read)
                        : RemoteFile.fingerprint(files).orElseGet(() -> Sha256.ofArtifact(read));
        Digests.require(location.uri(), reference.sha256(), sha256);
        return new Manifest(
                reference.artifact(),
                location.toString(),
                sha256,
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                read,
                place.toString(),
                null);
    }

    private static VerifiedFile read(
            Location location, Source source, RemoteFile file, boolean whole)
            throws LoadFailedException {
        Digesting digesting = new Digesting(null, null);
        byte[] buffer = new byte[whole ? BUFFER : 1];
        long size = 0;
        try (InputStream in = source.open(location, file, new Range(0, Range.END))) {
            for (int count = in.read(buffer); count >= 0; count = whole ? in.read(buffer) : -1) {
                digesting.update(buffer, 0, count);
                size += count;
            }
        } catch (IOException e) {
            throw NetworkTrouble.failure(location.uri(), "the volume", e);
        }
        long listed = file.size() == null ? size : file.size();
        return new VerifiedFile(file.path(), listed, digesting.end().sha256());
    }
}
