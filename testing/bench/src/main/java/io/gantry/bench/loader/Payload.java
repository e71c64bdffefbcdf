package io.gantry.bench.loader;

import java.util.List;
import java.util.stream.IntStream;

/// What is downloaded.
///
/// @param prefix below which its objects lie in the bucket
/// @param fileBytes of each file
record Payload(String name, String prefix, int files, long fileBytes) {

    static final String BUCKET = "models";

    private static final long MIB = 1024 * 1024;

    /// The same amount in one file and in many.
    static List<Payload> of(boolean quick) {
        long bytes = (quick ? 256 : 4096) * MIB;
        int many = quick ? 200 : 2000;
        return List.of(
                new Payload("one file", "one", 1, bytes),
                new Payload("%,d files".formatted(many), "many", many, bytes / many));
    }

    /// What the loader learns on where its JVM learns which classes it needs.
    static Payload training() {
        return new Payload("training", "training", 50, MIB);
    }

    List<String> keys() {
        return IntStream.range(0, files)
                .mapToObj(i -> "%s/shard-%05d.bin".formatted(prefix, i))
                .toList();
    }

    long bytes() {
        return files * fileBytes;
    }

    String uri() {
        return "s3://%s/%s".formatted(BUCKET, prefix);
    }
}
