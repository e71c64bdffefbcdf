package io.gantry.loader.fetch.http;

import io.gantry.loader.fetch.Range;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What to ask a web server for.
///
/// @param headers sent to whomever redirects lead to
/// @param secrets headers that say who asks; sent to the target's own scheme, host and port only
public record HttpGet(URI target, Map<String, String> headers, Map<String, String> secrets) {

    public HttpGet {
        headers = Map.copyOf(headers);
        secrets = Map.copyOf(secrets);
    }

    public static HttpGet of(URI target) {
        return new HttpGet(target, Map.of(), Map.of());
    }

    public HttpGet with(String name, String value) {
        return new HttpGet(target, and(headers, Map.of(name, value)), secrets);
    }

    public HttpGet withSecrets(Map<String, String> more) {
        return new HttpGet(target, headers, and(secrets, more));
    }

    /// Some bytes of what is there.
    public HttpGet range(Range range) {
        return range.whole() ? this : with("Range", range.header());
    }

    /// The same of another address, to which nobody's secrets are sent.
    public HttpGet anonymouslyAt(URI other) {
        return new HttpGet(other, headers, Map.of());
    }

    /// Whether an address has the target's scheme, host and port.
    public boolean sameOrigin(URI other) {
        return origin(other).equals(origin(target));
    }

    /// What may be sent to where a redirect has led.
    Map<String, String> headersAt(URI at) {
        return sameOrigin(at) ? and(headers, secrets) : headers;
    }

    /// No secret is shown.
    @Override
    public String toString() {
        return "GET " + origin(target) + target.getRawPath();
    }

    private static String origin(URI uri) {
        int port = uri.getPort();
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        return "%s://%s:%d"
                .formatted(uri.getScheme(), uri.getHost(), port >= 0 ? port : tls ? 443 : 80)
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> and(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(some);
        all.putAll(more);
        return all;
    }
}
