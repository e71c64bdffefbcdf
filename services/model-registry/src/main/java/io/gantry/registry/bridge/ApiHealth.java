package io.gantry.registry.bridge;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether the API server answers, and whether it lets the registry do what it has to. Says so once
/// when trouble begins, and once when it ends.
final class ApiHealth {

    private static final Set<Integer> OF_ALL_REQUESTS =
            Set.of(
                    HttpURLConnection.HTTP_UNAUTHORIZED,
                    HttpURLConnection.HTTP_BAD_GATEWAY,
                    HttpURLConnection.HTTP_UNAVAILABLE,
                    HttpURLConnection.HTTP_GATEWAY_TIMEOUT);

    private final BridgeMetrics metrics;
    private final String url;
    private final AtomicBoolean away = new AtomicBoolean();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    /// @param url of the API server
    ApiHealth(BridgeMetrics metrics, String url) {
        this.metrics = metrics;
        this.url = url;
    }

    /// Makes a call and takes note of how it went.
    ///
    /// @param what is asked for, in RBAC's words, such as `update widgets.example.com/status`
    <T extends @Nullable Object> T watched(String what, Supplier<T> call) {
        try {
            T answer = call.get();
            answered();
            return answer;
        } catch (KubernetesClientException e) {
            failed(what, e);
            throw e;
        }
    }

    /// The API server does what it is asked for.
    void answered() {
        if (away.getAndSet(false)) {
            Log.infof("The Kubernetes API server answers again url=%s", url);
        }
    }

    /// The API server did not do what it was asked for.
    void failed(String what, KubernetesClientException failure) {
        int code = failure.getCode();
        if (code == HttpURLConnection.HTTP_CONFLICT || Thread.currentThread().isInterrupted()) {
            return;
        }
        metrics.apiError();
        if (code == HttpURLConnection.HTTP_FORBIDDEN) {
            deny(what, failure);
        } else if (isAway(code) && !away.getAndSet(true)) {
            Log.warnf(
                    "The Kubernetes API server does not answer, trying again until it does url=%s"
                            + " reason=%s",
                    url, reason(failure));
        }
    }

    /// Whether a failure is not that of one request.
    ///
    /// @param code of the answer; not positive when there was none
    static boolean isAway(int code) {
        return code <= 0 || OF_ALL_REQUESTS.contains(code);
    }

    private void deny(String what, KubernetesClientException failure) {
        if (denied.add(what)) {
            Log.warnf(
                    "The Kubernetes API server does not let the registry %s; give that verb to its"
                            + " account, as infra/kubernetes/registry-bridge does reason=%s",
                    what, reason(failure));
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
