package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/// All kinds of storage that this loader knows.
@ApplicationScoped
public class Sources {

    private final List<Source> sources;

    public Sources(@All List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /// The first that handles the URI: those that take any address of the web come last
    /// ([jakarta.annotation.Priority]).
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

    private String known() {
        return sources.stream().map(Source::form).sorted().collect(Collectors.joining(", "));
    }
}
