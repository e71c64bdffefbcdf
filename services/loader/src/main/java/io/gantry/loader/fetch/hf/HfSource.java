package io.gantry.loader.fetch.hf;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.fetch.http.HttpRequests;
import io.gantry.loader.fetch.http.SignedAddresses;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads models of the Hugging Face hub: all of one, a folder, or a single file.
public final class HfSource implements Source {

    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Hub hub;
    private final SignedAddresses addresses;

    public HfSource(LoaderConfig config, TrustedCertificates trusted) {
        HttpRequests requests = new HttpRequests(config.download(), trusted);
        this.hub = new Hub(config.huggingFace(), requests);
        this.addresses = new SignedAddresses(requests);
    }

    @Override
    public boolean handles(StorageUri uri) {
        return uri.scheme().equals("hf");
    }

    @Override
    public String form() {
        return "hf://owner/model";
    }

    @Override
    public List<RemoteFile> list(Location place) throws LoadFailedException {
        HfLocation location = HfLocation.of(place.uri());
        String commit = hub.commit(place, location);
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode entry : hub.tree(place, location, commit)) {
            if (entry.path("type").asText().equals("file")) {
                file(location, commit, entry).ifPresent(files::add);
            }
        }
        if (files.isEmpty()) {
            throw LoadFailedException.notFound(
                    place.toString(),
                    location.path().isEmpty()
                            ? "the model '%s' has no files".formatted(location.repo())
                            : "the model '%s' has no '%s' in its revision '%s'"
                                    .formatted(
                                            location.repo(), location.path(), location.revision()));
        }
        return files;
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        HttpAnswer answer = addresses.get(place.uri(), hub.get(place, file.locator()).range(range));
        if (answer.success()) {
            return answer.body(place.uri(), range.from());
        }
        try (answer) {
            throw hub.failure(place, HfLocation.of(place.uri()), answer);
        }
    }

    /// What Git or its large file storage calls a file changes with its content, and only then.
    private Optional<RemoteFile> file(HfLocation location, String commit, JsonNode entry) {
        JsonNode large = entry.path("lfs");
        Checksum checksum =
                large.isObject()
                        ? checksum(Checksum.Algorithm.SHA256, SHA256, large)
                        : checksum(Checksum.Algorithm.GIT_BLOB, SHA1, entry);
        JsonNode size = entry.path("size");
        String path = entry.path("path").asText();
        return location.relative(path)
                .map(name ->
                        new RemoteFile(
                                name,
                                size.isIntegralNumber() ? Long.valueOf(size.asLong()) : null,
                                hub.fileUrl(location, commit, path),
                                checksum == null ? commit : checksum.hex(),
                                true,
                                checksum));
    }

    /// Null where a mirror tells less than the hub.
    private static @Nullable Checksum checksum(
            Checksum.Algorithm algorithm, Pattern form, JsonNode entry) {
        String hex = entry.path("oid").asText();
        return form.matcher(hex).matches() ? new Checksum(algorithm, hex) : null;
    }
}
