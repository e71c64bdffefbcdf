package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// A source that is always asked with the same credentials.
public record AsSomebody(Source source, Credentials credentials) implements Source {

    public static Source with(Source source, String name, String value) {
        return new AsSomebody(source, new Credentials(Map.of(name, value)));
    }

    @Override
    public boolean handles(StorageUri uri) {
        return source.handles(uri);
    }

    @Override
    public String form() {
        return source.form();
    }

    @Override
    public List<RemoteFile> list(Location location) throws LoadFailedException {
        return source.list(as(location));
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        return source.open(as(location), file, range);
    }

    private Location as(Location location) {
        return new Location(location.uri(), credentials);
    }
}
