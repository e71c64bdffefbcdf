package io.gantry.loader.fetch.s3;

import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.WebConnections;
import io.gantry.loader.fetch.http.HttpAnswer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Gets objects by requests that the SDK signs but does not send: what else it does for each takes,
/// in a process that has just begun, longer than a part's bytes. Whatever is no success is left to
/// it.
final class DirectGets {

    /// S3 takes signatures that are a quarter of an hour old at most.
    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private static final int MOST = 1_000;

    private final S3Clients clients;
    private final WebConnections connections;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Map<Bucket, String> roots = new ConcurrentHashMap<>();
    private final Map<Asked, Signature> signatures = new LinkedHashMap<>();

    /// With whom this gets nowhere, for example since a bucket is in another region.
    private final Set<S3Settings> left = ConcurrentHashMap.newKeySet();

    DirectGets(S3Clients clients, WebConnections connections) {
        this.clients = clients;
        this.connections = connections;
    }

    /// The answer, which is the caller's to close; empty when there is none.
    Optional<HttpAnswer> get(S3Settings settings, String bucket, RemoteFile file, Range range) {
        if (!settings.verify() || left.contains(settings)) {
            return Optional.empty();
        }
        try {
            URI uri = address(settings, bucket, file.locator());
            Map<String, String> headers = new HashMap<>(signature(settings, uri));
            if (file.version() != null) {
                headers.put("If-Match", file.version());
            }
            if (!range.whole()) {
                headers.put("Range", range.header());
            }
            HttpURLConnection connection = connections.open(uri, headers);
            return Optional.of(new HttpAnswer(connection, connection.getResponseCode()));
        } catch (IOException | SdkException e) {
            // The SDK will come upon it, too, if it lasts.
            return Optional.empty();
        }
    }

    /// From now on the SDK alone is asked: it was given what this was not.
    void leaveToSdk(S3Settings settings) {
        if (left.size() >= MOST) {
            left.clear();
        }
        left.add(settings);
    }

    private URI address(S3Settings settings, String bucket, String key) {
        if (roots.size() >= MOST) {
            // Of secrets that were renewed.
            roots.clear();
        }
        String root = roots.computeIfAbsent(new Bucket(settings, bucket), this::root);
        return URI.create(root + SdkHttpUtils.urlEncodeIgnoreSlashes(key));
    }

    /// What the addresses of a bucket's objects begin with.
    private String root(Bucket bucket) {
        String some =
                clients.of(bucket.settings())
                        .utilities()
                        .getUrl(url -> url.bucket(bucket.name()).key("k"))
                        .toString();
        return some.substring(0, some.length() - 1);
    }

    private Map<String, String> signature(S3Settings settings, URI uri) {
        if (settings.identity() instanceof S3Settings.Identity.Anonymous) {
            return Map.of();
        }
        Asked asked = new Asked(clients.identity(settings), settings.region(), uri);
        synchronized (signatures) {
            Signature known = signatures.get(asked);
            if (known != null && System.nanoTime() - known.until() < 0) {
                return known.headers();
            }
        }
        Signature made = new Signature(sign(asked), System.nanoTime() + GOOD_FOR.toNanos());
        synchronized (signatures) {
            signatures.put(asked, made);
            if (signatures.size() > MOST) {
                signatures.remove(signatures.keySet().iterator().next());
            }
        }
        return made.headers();
    }

    private Map<String, String> sign(Asked asked) {
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(asked.uri()).build();
        Map<String, String> headers = new HashMap<>();
        signer.sign(sign ->
                        sign.identity(asked.identity())
                                .request(request)
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, asked.region())
                                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request()
                .forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
        // The connection says this itself.
        headers.remove("Host");
        return headers;
    }

    private record Bucket(S3Settings settings, String name) {}

    /// Of an object all parts are asked for alike: the range is not signed.
    private record Asked(AwsCredentials identity, String region, URI uri) {}

    private record Signature(Map<String, String> headers, long until) {

        /// The headers are not shown.
        @Override
        public String toString() {
            return "Signature";
        }
    }
}
