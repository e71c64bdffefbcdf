package io.gantry.loader.unpack;

import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Digesting;
import io.gantry.loader.verify.VerifiedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes what comes out of archives, as long as it is not too much.
final class Intake {

    private static final int BUFFER = 256 * 1024;

    /// How much is written before it is asked again whether there is room.
    private static final long ROOM = 16L * 1024 * 1024;

    private final UnpackLimits limits;
    private final Room room;
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;
    private long roomFor;
    private long entries;

    Intake(UnpackLimits limits, Room room) {
        this.limits = limits;
        this.room = room;
    }

    /// To be told of each entry.
    void count() throws RefusedArchiveException {
        entries++;
        if (entries > limits.files()) {
            throw new RefusedArchiveException(
                    "it holds more than %d files".formatted(limits.files()));
        }
    }

    /// Returns when the file is on disk.
    ///
    /// @param path what it is to be called
    /// @param target where there is nothing yet
    VerifiedFile write(String path, InputStream content, Path target)
            throws RefusedArchiveException, LoadFailedException, IOException {
        Digesting digesting = new Digesting(null, null);
        long size = 0;
        try (FileChannel out =
                FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count = read(content); count >= 0; count = read(content)) {
                requireRoom(count);
                ByteBuffer stretch = ByteBuffer.wrap(buffer, 0, count);
                while (stretch.hasRemaining()) {
                    out.write(stretch);
                }
                digesting.update(buffer, 0, count);
                size += count;
            }
            out.force(true);
        }
        return new VerifiedFile(path, size, digesting.end().sha256());
    }

    private int read(InputStream content) throws RefusedArchiveException {
        return Damage.of(() -> content.read(buffer));
    }

    private void requireRoom(int more) throws RefusedArchiveException, LoadFailedException {
        bytes += more;
        if (bytes > roomFor) {
            room.require(ROOM);
            roomFor = bytes + ROOM - more;
        }
        if (bytes > limits.bytes()) {
            throw new RefusedArchiveException(
                    "it unpacks to more than %d bytes".formatted(limits.bytes()));
        }
    }
}
