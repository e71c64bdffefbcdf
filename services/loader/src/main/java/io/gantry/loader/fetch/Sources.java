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

    public Source of(StorageUri uri) throws LoadFailedException {
        return sources.stream()
                .filter(source -> source.schemes().contains(uri.scheme()))
                .findFirst()
                .orElseThrow(() ->
                        LoadFailedException.unsupported(
                                uri.toString(),
                                "no loader for the scheme '%s'".formatted(uri.scheme()),
                                "Put the model where one of these schemes reaches it: %s."
                                        .formatted(known())));
    }

    private String known() {
        return sources.stream()
                .flatMap(source -> source.schemes().stream())
                .sorted()
                .map(scheme -> scheme + "://")
                .collect(Collectors.joining(", "));
    }
}
