package io.gantry.loader.peer;

import io.gantry.loader.verify.Sha256;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;

/// Some bytes of a file, to be sent. The file stays open until then: it may be moved meanwhile.
final class PieceFile implements StreamingOutput {

    private static final int BUFFER = 64 * 1024;

    private final FileChannel channel;
    private final PieceRange range;

    private PieceFile(FileChannel channel, PieceRange range) {
        this.channel = channel;
        this.range = range;
    }

    /// Empty when the file is not there or does not reach so far.
    static Optional<PieceFile> open(Path file, PieceRange range) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (channel.size() < range.to()) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new PieceFile(channel, range));
    }

    /// As the disk has them.
    byte[] sha256() throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try {
            read(digest::update);
            return digest.digest();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Waits for who takes it.
    @Override
    public void write(OutputStream output) throws IOException {
        try (channel) {
            read(output::write);
        }
    }

    private void read(Taker taker) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long at = range.from();
        while (at < range.to()) {
            buffer.clear().limit((int) Math.min(BUFFER, range.to() - at));
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new EOFException("The file became shorter");
            }
            taker.take(buffer.array(), 0, count);
            at += count;
        }
    }

    private interface Taker {
        void take(byte[] bytes, int from, int count) throws IOException;
    }
}
