package io.gantry.bench.loader;

import io.gantry.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The S3 that all download from: takes in the payloads, tells its endpoint, and runs until its
/// standard input ends.
final class S3Main {

    private S3Main() {}

    public static void main(String[] words) throws IOException {
        Path directory = Path.of(words[0]);
        boolean quick = Boolean.parseBoolean(words[1]);
        // A bucket is a directory.
        Files.createDirectories(directory.resolve(Payload.BUCKET));
        EmbeddedS3.Config config = EmbeddedS3.Config.temporary().withDirectory(directory);
        try (EmbeddedS3 s3 = EmbeddedS3.start(config)) {
            Upload upload = new Upload(new S3Access(s3.endpoint()));
            upload.run(Payload.training());
            Payload.of(quick).forEach(upload::run);
            System.out.println(s3.endpoint());
            var _ = System.in.read();
        }
    }
}
