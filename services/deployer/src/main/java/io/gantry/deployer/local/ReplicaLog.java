package io.gantry.deployer.local;

import io.gantry.deployer.platform.PredictorLogs.Chunk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that a process writes its output to by itself, so that it can do without the deployer.
record ReplicaLog(Path file) {

    private static final int MAX_READ = 256 * 1024;

    /// Moves what was written to `.1` when it is more than that. The process goes on writing to the
    /// same file, from its beginning: what it writes during the copy is lost.
    void rotate(long maxBytes) throws IOException {
        if (Files.exists(file) && Files.size(file) > maxBytes) {
            Files.copy(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    /// The last lines, from the last 256 KiB at most.
    Chunk tail(int lines) throws IOException {
        if (!Files.exists(file)) {
            return new Chunk("", 0);
        }
        long size = Files.size(file);
        String text = read(Math.max(0, size - MAX_READ), size);
        int from = text.length();
        int newlines = text.endsWith("\n") ? -1 : 0;
        while (from > 0 && newlines < lines) {
            from--;
            if (text.charAt(from) == '\n' && ++newlines >= lines) {
                from++;
                break;
            }
        }
        return new Chunk(lines == 0 ? "" : text.substring(from), size);
    }

    /// What was written since then; from the beginning when the file was rotated meanwhile.
    Chunk since(long position) throws IOException {
        if (!Files.exists(file)) {
            return new Chunk("", 0);
        }
        long size = Files.size(file);
        long from = position > size ? 0 : position;
        long to = Math.min(size, from + MAX_READ);
        return new Chunk(read(from, to), to);
    }

    private String read(long from, long to) throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
            reader.getChannel().read(bytes, from);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }
}
