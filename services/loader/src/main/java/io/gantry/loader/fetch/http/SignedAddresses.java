package io.gantry.loader.fetch.http;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a server keeps large files that it does not send itself, as it said last. A file comes in
/// thousands of parts, and servers count the requests of each who asks.
public final class SignedAddresses {

    private static final int MOST = 1_000;

    private final HttpRequests requests;
    private final Map<Asked, URI> addresses = new LinkedHashMap<>();

    public SignedAddresses(HttpRequests requests) {
        this.requests = requests;
    }

    /// The answer of where the file is kept, or the server's own.
    public HttpAnswer get(StorageUri uri, HttpGet get) throws LoadFailedException {
        Asked asked = new Asked(get.target(), get.secrets());
        URI address = address(asked);
        if (address != null) {
            HttpAnswer answer = known(uri, asked, get.anonymouslyAt(address));
            if (answer.success()) {
                return answer;
            }
            // The signature may have expired.
            answer.close();
        }
        HttpAnswer answer = requests.get(uri, get);
        if (answer.success() && !get.sameOrigin(answer.address())) {
            remember(asked, answer.address());
        }
        return answer;
    }

    /// An address that is no use is asked for once only.
    private HttpAnswer known(StorageUri uri, Asked asked, HttpGet get) throws LoadFailedException {
        boolean good = false;
        try {
            HttpAnswer answer = requests.get(uri, get);
            good = answer.success();
            return answer;
        } finally {
            if (!good) {
                forget(asked, get.target());
            }
        }
    }

    private synchronized @Nullable URI address(Asked asked) {
        return addresses.get(asked);
    }

    private synchronized void remember(Asked asked, URI address) {
        addresses.put(asked, address);
        if (addresses.size() > MOST) {
            addresses.remove(addresses.keySet().iterator().next());
        }
    }

    private synchronized void forget(Asked asked, URI address) {
        addresses.remove(asked, address);
    }

    /// A signature is good for who asked for it.
    private record Asked(URI file, Map<String, String> secrets) {}
}
