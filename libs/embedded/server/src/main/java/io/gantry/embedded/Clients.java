package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The processes that use a shared infrastructure: a file named by the pid of each, with the time
/// it was started, since pids are used again.
record Clients(Path directory) {

    void register(ProcessHandle process) {
        try {
            PrivateFile.createDirectories(directory);
            PrivateFile.write(file(process), startOf(process));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot register with the infrastructure in " + directory, e);
        }
    }

    void deregister(ProcessHandle process) {
        WorkDirectory.deleteIfExists(file(process));
    }

    /// Removes what dead ones left behind.
    boolean anyAlive() {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> clients = files.filter(Clients::isNamedByPid).toList();
            List<Path> dead = clients.stream().filter(file -> !isAlive(file)).toList();
            dead.forEach(WorkDirectory::deleteIfExists);
            return dead.size() < clients.size();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private Path file(ProcessHandle process) {
        return directory.resolve(Long.toString(process.pid()));
    }

    private static boolean isNamedByPid(Path file) {
        return file.getFileName().toString().chars().allMatch(Character::isDigit);
    }

    private static boolean isAlive(Path file) {
        long pid = Long.parseLong(file.getFileName().toString());
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process).equals(read(file)))
                .isPresent();
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
