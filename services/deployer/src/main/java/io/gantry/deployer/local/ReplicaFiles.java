package io.gantry.deployer.local;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The files of one replica: its record, its process id and its log. Readable by the user only,
/// because a record holds the environment.
///
/// @param directory of its revision
record ReplicaFiles(Path directory, String id) {

    static final String RECORD = ".json";
    static final String LOG = ".log";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    Path processId() {
        return directory.resolve(id + ".pid");
    }

    ReplicaLog log() {
        return new ReplicaLog(directory.resolve(id + LOG));
    }

    /// Replaces the record at once, so that no reader sees a half one.
    void save(ReplicaRecord record) throws IOException {
        Path next = directory.resolve(id + ".json.next");
        PrivateDirectory.create(directory);
        Files.write(next, JSON.writeValueAsBytes(record));
        Files.move(next, directory.resolve(id + RECORD), StandardCopyOption.ATOMIC_MOVE);
    }

    static ReplicaRecord load(Path file) throws IOException {
        return JSON.readValue(Files.readAllBytes(file), ReplicaRecord.class);
    }

    /// The process that was started last, if it still runs.
    Optional<RunningProcess> process() {
        return RunningProcess.adopt(processId());
    }

    /// Removes everything but the log.
    void forget() throws IOException {
        Files.deleteIfExists(directory.resolve(id + RECORD));
        Files.deleteIfExists(processId());
    }
}
