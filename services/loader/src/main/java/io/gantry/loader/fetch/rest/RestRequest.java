package io.gantry.loader.fetch.rest;

import io.gantry.loader.fetch.Range;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is asked of a service. Its target and its headers may hold secrets: it is never shown.
///
/// @param body null for none
public record RestRequest(
        String method, URI target, Map<String, String> headers, @Nullable String body) {

    public RestRequest {
        headers = Map.copyOf(headers);
    }

    public static RestRequest get(URI target) {
        return new RestRequest("GET", target, Map.of(), null);
    }

    public static RestRequest head(URI target) {
        return new RestRequest("HEAD", target, Map.of(), null);
    }

    public static RestRequest post(URI target, String contentType, String body) {
        return new RestRequest("POST", target, Map.of("Content-Type", contentType), body);
    }

    /// The same, with one header more.
    public RestRequest with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new RestRequest(method, target, more, body);
    }

    /// The same, for some bytes only.
    public RestRequest part(Range range) {
        return range.whole() ? this : with("Range", range.header());
    }

    @Override
    public String toString() {
        return method + " " + target.getAuthority();
    }
}
