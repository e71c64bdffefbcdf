package io.gantry.loader.fetch.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads objects: all below a prefix, or the one with the very name.
public final class GcsSource implements Source {

    private static final String GOOGLE = "https://storage.googleapis.com";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Of an object; the rest is not wanted.
    private static final String FIELDS = "name,size,generation,md5Hash,crc32c,contentEncoding";

    private final RestClient client;
    private final GcsTokens tokens;
    private final String endpoint;

    public GcsSource(LoaderConfig config, TrustedCertificates trusted) {
        this.client = new RestClient(config.download(), trusted);
        this.tokens = new GcsTokens(config.gcs(), trusted);
        this.endpoint = config.gcs().endpoint().map(GcsSource::url).orElse(GOOGLE);
    }

    @Override
    public boolean handles(StorageUri uri) {
        return uri.scheme().equals("gs");
    }

    @Override
    public String form() {
        return "gs://bucket/prefix";
    }

    @Override
    public List<RemoteFile> list(Location place) throws LoadFailedException {
        GcsLocation location = GcsLocation.of(place.uri());
        List<RemoteFile> files = below(place, location);
        if (!files.isEmpty()) {
            return files;
        }
        LoadFailedException nothing = GcsFailures.nothingThere(place.uri(), location);
        if (location.folder()) {
            throw nothing;
        }
        String target = object(location, location.name()) + "?fields=" + FIELDS;
        try (RestAnswer answer = required(place, RestRequest.get(URI.create(target)), nothing)) {
            return List.of(file(place.uri(), location.fileName(), json(place.uri(), answer)));
        }
    }

    /// Of the generation that was listed; what has replaced it is another object.
    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        GcsLocation location = GcsLocation.of(place.uri());
        String target =
                "%s?alt=media&generation=%s"
                        .formatted(object(location, file.locator()), file.version());
        RestRequest request = RestRequest.get(URI.create(target)).part(range);
        LoadFailedException changed =
                LoadFailedException.changed(
                        place.uri().toString(), "an object changed while it was downloaded");
        return required(place, request, changed).body(place.uri(), range);
    }

    private List<RemoteFile> below(Location place, GcsLocation location)
            throws LoadFailedException {
        StorageUri uri = place.uri();
        LoadFailedException noBucket =
                LoadFailedException.notFound(
                        uri.toString(),
                        "the bucket '%s' does not exist".formatted(location.bucket()));
        String first =
                "%s/storage/v1/b/%s/o?prefix=%s&fields=items(%s),nextPageToken"
                        .formatted(
                                endpoint,
                                encoded(location.bucket()),
                                encoded(location.prefix()),
                                FIELDS);
        List<RemoteFile> files = new ArrayList<>();
        String token = "";
        do {
            URI target =
                    URI.create(token.isEmpty() ? first : first + "&pageToken=" + encoded(token));
            try (RestAnswer answer = required(place, RestRequest.get(target), noBucket)) {
                JsonNode page = json(uri, answer);
                for (JsonNode object : page.path("items")) {
                    Optional<String> path = location.relative(object.path("name").asText());
                    if (path.isPresent()) {
                        files.add(file(uri, path.get(), object));
                    }
                }
                token = page.path("nextPageToken").asText("");
            }
        } while (!token.isEmpty());
        return files;
    }

    private RestAnswer required(Location place, RestRequest request, LoadFailedException missing)
            throws LoadFailedException {
        StorageUri uri = place.uri();
        RestRequest asked =
                tokens.of(uri, place.credentials())
                        .map(token -> request.with("Authorization", "Bearer " + token))
                        .orElse(request);
        RestAnswer answer = client.send(uri, asked);
        if (!answer.success()) {
            try (answer) {
                throw GcsFailures.of(uri, answer, missing);
            }
        }
        return answer;
    }

    private static RemoteFile file(StorageUri uri, String path, JsonNode object)
            throws LoadFailedException {
        String name = object.path("name").asText();
        // Google unpacks such objects on their way, so that nobody knows their size and checksum.
        if (object.path("contentEncoding").asText("").equals("gzip")) {
            throw LoadFailedException.refused(
                    uri.toString(),
                    "the object '%s' is stored with the content encoding gzip".formatted(name));
        }
        return new RemoteFile(
                path,
                object.path("size").asLong(),
                name,
                object.path("generation").asText(),
                true,
                checksum(object));
    }

    /// Google computes CRC-32C of all objects, and MD5 of those that were not composed of others.
    private static @Nullable Checksum checksum(JsonNode object) {
        String crc = object.path("crc32c").asText("");
        String md5 = object.path("md5Hash").asText("");
        try {
            if (!crc.isEmpty()) {
                return new Checksum(Checksum.Algorithm.CRC32C, hex(crc));
            }
            return md5.isEmpty() ? null : new Checksum(Checksum.Algorithm.MD5, hex(md5));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }

    private static JsonNode json(StorageUri uri, RestAnswer answer) throws LoadFailedException {
        try {
            return JSON.readTree(answer.text(uri));
        } catch (JsonProcessingException e) {
            throw LoadFailedException.unreachable(
                    uri.toString(),
                    "%s sent a listing that cannot be read".formatted(answer.peer()),
                    e);
        }
    }

    private String object(GcsLocation location, String name) {
        return "%s/storage/v1/b/%s/o/%s"
                .formatted(endpoint, encoded(location.bucket()), encoded(name));
    }

    /// Emulators' variable often names a host and a port alone.
    private static String url(String configured) {
        String url = configured.contains("://") ? configured : "http://" + configured;
        return url.replaceFirst("/+$", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
