package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.util.List;
import java.util.Map;

/// All kinds of storage that this loader knows.
public final class Sources implements AutoCloseable {

    private static final String HDFS =
            "Copy the model into an object store (hadoop distcp writes to s3a://, gs:// and abfss://) and give its URI there.";

    /// What to do about kinds of storage that KServe reads and this loader does not.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "hdfs",
                    HDFS,
                    "webhdfs",
                    HDFS,
                    "modelscope",
                    "Give the same model's hf:// URI, or download it with ModelScope's own client and give file:///path.");

    private final List<Source> sources;

    /// @param sources in the order in which they are asked
    public Sources(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /// The first that handles the URI.
    public Source of(StorageUri uri) throws LoadFailedException {
        return sources.stream()
                .filter(source -> source.handles(uri))
                .findFirst()
                .orElseThrow(() ->
                        LoadFailedException.unsupported(
                                uri.toString(),
                                "no loader for the scheme '%s'".formatted(uri.scheme()),
                                remedy(uri.scheme())));
    }

    private String remedy(String scheme) {
        String elsewhere = ELSEWHERE.get(scheme);
        return elsewhere == null
                ? "Put the model where one of these leads to: %s.".formatted(known())
                : elsewhere;
    }

    @Override
    public void close() {
        sources.forEach(Source::close);
    }

    /// What URIs of each kind look like.
    List<String> forms() {
        return sources.stream().map(Source::form).sorted().toList();
    }

    private String known() {
        return String.join(", ", forms());
    }
}
