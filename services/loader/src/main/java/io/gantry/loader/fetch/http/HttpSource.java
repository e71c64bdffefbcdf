package io.gantry.loader.fetch.http;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// Reads one file from a web server, which need not know ranges.
public final class HttpSource implements Source {

    private static final Range FIRST_BYTE = new Range(0, 1);

    private final HttpRequests requests;

    public HttpSource(LoaderConfig config, TrustedCertificates trusted) {
        this.requests = new HttpRequests(config.download(), trusted);
    }

    @Override
    public boolean handles(StorageUri uri) {
        return uri.scheme().equals("http") || uri.scheme().equals("https");
    }

    @Override
    public String form() {
        return "https://host/file";
    }

    /// Asks for the first byte, since signed URLs are often good for GET only; the answer tells the
    /// size whether the server knows ranges or not.
    @Override
    public List<RemoteFile> list(Location location) throws LoadFailedException {
        StorageUri uri = location.uri();
        URI target = target(uri);
        try (HttpAnswer answer = requests.get(uri, get(location, target).range(FIRST_BYTE))) {
            boolean empty = answer.status() == HttpAnswer.RANGE_NOT_SATISFIABLE;
            if (!empty) {
                answer.requireSuccess(uri);
            }
            return List.of(
                    new RemoteFile(
                            FileName.of(target, answer.header("Content-Disposition")),
                            empty ? Long.valueOf(0) : answer.wholeSize(),
                            target.toString(),
                            answer.version(),
                            answer.status() == HttpURLConnection.HTTP_PARTIAL));
        }
    }

    @Override
    public InputStream open(Location location, RemoteFile file, Range range)
            throws LoadFailedException {
        StorageUri uri = location.uri();
        HttpAnswer answer =
                requests.get(uri, get(location, URI.create(file.locator())).range(range));
        try {
            answer.requireSuccess(uri);
            if (file.version() != null && !file.version().equals(answer.version())) {
                throw LoadFailedException.changed(
                        uri.toString(), "the file changed while it was downloaded");
            }
            return answer.body(uri, range.from());
        } catch (LoadFailedException e) {
            answer.close();
            throw e;
        }
    }

    private static HttpGet get(Location location, URI target) throws LoadFailedException {
        return HttpGet.of(target).withSecrets(HostHeaders.of(location, target));
    }

    private static URI target(StorageUri uri) throws LoadFailedException {
        try {
            URI target = new URI(uri.full());
            if (target.getHost() == null) {
                throw new URISyntaxException(uri.toString(), "no host");
            }
            if (target.getUserInfo() != null) {
                throw LoadFailedException.unsupported(
                        target.getScheme() + "://" + target.getHost(),
                        "it has a user name or password in it",
                        "Leave credentials out of the storageUri; it is shown to many.");
            }
            return target;
        } catch (URISyntaxException e) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "it is malformed: " + e.getReason(),
                    "Correct it; spaces and the like have to be percent-encoded.");
        }
    }
}
