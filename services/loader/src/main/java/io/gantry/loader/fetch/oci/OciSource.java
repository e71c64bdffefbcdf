package io.gantry.loader.fetch.oci;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.fetch.http.HttpGet;
import io.gantry.loader.fetch.http.HttpRequests;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pulls models out of registries: images with a model in `/models`, ORAS artifacts, ModelPacks.
public final class OciSource implements Source {

    /// KServe's ways to bring an image to a pod; here all are pulled alike.
    private static final Set<String> SCHEMES = Set.of("oci", "oci+fetch", "oci+native");

    private static final Range FIRST_BYTE = new Range(0, 1);

    private final Registry registry;
    private final Manifests manifests;

    public OciSource(LoaderConfig config, TrustedCertificates trusted) {
        this.registry = new Registry(config.oci(), new HttpRequests(config.download(), trusted));
        this.manifests = new Manifests(registry, Platform.ofThisMachine());
    }

    @Override
    public boolean handles(StorageUri uri) {
        return SCHEMES.contains(uri.scheme());
    }

    @Override
    public String form() {
        return "oci://registry/repository:tag";
    }

    @Override
    public List<RemoteFile> list(Location place) throws LoadFailedException {
        OciReference reference = OciReference.of(place.uri());
        List<RemoteFile> files = ModelLayers.of(place.uri(), manifests.of(place, reference));
        return knowsRanges(place, reference, files)
                ? files
                : files.stream().map(RemoteFile::inOnePiece).toList();
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        return get(place, OciReference.of(place.uri()), file, range)
                .body(place.uri(), range.from());
    }

    /// Registries need not know ranges; one that does not would send all of a blob for each part.
    private boolean knowsRanges(Location place, OciReference reference, List<RemoteFile> files)
            throws LoadFailedException {
        Optional<RemoteFile> some =
                files.stream().filter(file -> !Long.valueOf(0).equals(file.size())).findFirst();
        if (some.isEmpty()) {
            return false;
        }
        try (HttpAnswer answer = get(place, reference, some.get(), FIRST_BYTE)) {
            return answer.status() == HttpURLConnection.HTTP_PARTIAL;
        }
    }

    private HttpAnswer get(Location place, OciReference reference, RemoteFile file, Range range)
            throws LoadFailedException {
        URI blob = registry.blob(reference, file.locator());
        return registry.get(place, reference, HttpGet.of(blob).range(range));
    }
}
