package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.util.List;
import java.util.stream.Collectors;

/// All kinds of storage that this loader knows.
public final class Sources implements AutoCloseable {

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
                                "Put the model where one of these leads to: %s."
                                        .formatted(known())));
    }

    @Override
    public void close() {
        sources.forEach(Source::close);
    }

    private String known() {
        return sources.stream().map(Source::form).sorted().collect(Collectors.joining(", "));
    }
}
