package io.gantry.monitor.notify;

import java.net.URI;
import java.util.Map;

/// Where a receiver is. URL and headers may hold secrets.
///
/// @param name what the receiver is called in logs and metrics
record Target(String name, URI url, Map<String, String> headers) {

    private static final String ALERTS = "/api/v2/alerts";

    Target(String name, String url, Map<String, String> headers) {
        this(name, URI.create(url), Map.copyOf(headers));
    }

    /// @param url of Alertmanager, with its route prefix if it has one
    static Target alertmanager(String url, Map<String, String> headers) {
        return new Target("alertmanager", url.replaceAll("/+$", "") + ALERTS, headers);
    }

    @Override
    public String toString() {
        return name;
    }
}
