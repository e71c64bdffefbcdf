package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.rest.RestAnswer;
import io.gantry.loader.fetch.rest.RestClient;
import io.gantry.loader.fetch.rest.RestRequest;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/// Reads blobs: the one with the very name, or all below a prefix.
public final class AzureSource implements Source {

    private final AzurePlaces places;
    private final AzureRequests requests;

    public AzureSource(LoaderConfig config, TrustedCertificates trusted, InstantSource time) {
        this.places = new AzurePlaces(config.azure());
        this.requests =
                new AzureRequests(
                        new RestClient(config.download(), trusted),
                        config.azure().authority(),
                        time);
    }

    @Override
    public boolean handles(StorageUri uri) {
        return places.handles(uri);
    }

    @Override
    public String form() {
        return "https://account.blob.core.windows.net/container/prefix";
    }

    /// The blob itself is asked for first: a signature may be good for that one only.
    @Override
    public List<RemoteFile> list(Location place) throws LoadFailedException {
        StorageUri uri = place.uri();
        AzureLocation location = places.location(place);
        AzureAccess access = places.access(place, location);
        Optional<RemoteFile> single = Optional.empty();
        if (!location.folder()) {
            single = single(uri, location, access);
            if (single.isPresent() && !Long.valueOf(0).equals(single.get().size())) {
                return List.of(single.get());
            }
        }
        List<RemoteFile> files = below(uri, location, access);
        if (files.isEmpty()) {
            return List.of(single.orElseThrow(() -> AzureFailures.nothingThere(uri, location)));
        }
        return files;
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        StorageUri uri = place.uri();
        AzureLocation location = places.location(place);
        AzureAccess access = places.access(place, location);
        RestRequest request = RestRequest.get(requests.blob(location, file.locator())).part(range);
        if (file.version() != null) {
            request = request.with("If-Match", file.version());
        }
        return requests.required(uri, location, access, request).body(uri, range);
    }

    private Optional<RemoteFile> single(StorageUri uri, AzureLocation location, AzureAccess access)
            throws LoadFailedException {
        RestRequest request = RestRequest.head(requests.blob(location, location.key()));
        try (RestAnswer answer = requests.send(uri, access, request)) {
            boolean directory = answer.header("x-ms-meta-hdi_isfolder").orElse("").equals("true");
            boolean missing =
                    answer.status() == 404
                            && !answer.header("x-ms-error-code")
                                    .orElse("")
                                    .equals("ContainerNotFound");
            if (missing || directory) {
                return Optional.empty();
            }
            if (!answer.success()) {
                throw AzureFailures.of(uri, location, access, answer);
            }
            return Optional.of(
                    new RemoteFile(
                            location.fileName(),
                            answer.header("Content-Length").map(Long::valueOf).orElse(null),
                            location.key(),
                            answer.header("ETag").orElse(null),
                            true,
                            checksum(answer.header("Content-MD5").orElse(""))));
        }
    }

    private List<RemoteFile> below(StorageUri uri, AzureLocation location, AzureAccess access)
            throws LoadFailedException {
        List<RemoteFile> files = new ArrayList<>();
        String marker = "";
        do {
            BlobListing page = page(uri, location, access, marker);
            for (BlobListing.Blob blob : page.blobs()) {
                if (!blob.directory()) {
                    location.relative(blob.name())
                            .map(path -> file(path, blob))
                            .ifPresent(files::add);
                }
            }
            marker = page.next();
        } while (!marker.isEmpty());
        return files;
    }

    private BlobListing page(
            StorageUri uri, AzureLocation location, AzureAccess access, String marker)
            throws LoadFailedException {
        URI target =
                URI.create(
                        "%s/%s?restype=container&comp=list&include=metadata&prefix=%s%s"
                                .formatted(
                                        location.endpoint(),
                                        encoded(location.container()),
                                        encoded(location.prefix()),
                                        marker.isEmpty() ? "" : "&marker=" + encoded(marker)));
        try (RestAnswer answer =
                requests.required(uri, location, access, RestRequest.get(target))) {
            return BlobListing.parse(answer.text(uri));
        } catch (XMLStreamException e) {
            throw LoadFailedException.unreachable(
                    uri.toString(),
                    "%s sent a listing that cannot be read".formatted(target.getAuthority()),
                    e);
        }
    }

    private static RemoteFile file(String path, BlobListing.Blob blob) {
        String tag = blob.tag().isEmpty() ? null : "\"" + blob.tag() + "\"";
        return new RemoteFile(path, blob.size(), blob.name(), tag, true, checksum(blob.md5()));
    }

    /// Azure has one of blobs that came in one piece, or whose uploader gave it.
    private static @Nullable Checksum checksum(String md5) {
        try {
            return md5.isEmpty()
                    ? null
                    : new Checksum(
                            Checksum.Algorithm.MD5,
                            HexFormat.of().formatHex(Base64.getDecoder().decode(md5)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
