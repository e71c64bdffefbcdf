package io.gantry.loader.fetch.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The headers that a host wants of who asks. KServe makes them of a secret with the keys
/// `https-host` and `headers`, and calls them `{host}-headers`: a JSON object.
final class HostHeaders {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\xa0-\\xff]*");

    /// Those that the loader sets, and those that the JDK would leave out without a word.
    private static final Set<String> TAKEN =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "content-transfer-encoding",
                    "expect",
                    "host",
                    "keep-alive",
                    "origin",
                    "range",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "via");

    private HostHeaders() {}

    static Map<String, String> of(Location location, URI target) throws LoadFailedException {
        String host = target.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        Optional<String> json = location.credentials().get(host + "-headers");
        if (json.isEmpty()) {
            return Map.of();
        }
        JsonNode object = parsed(json.get());
        if (!object.isObject()) {
            throw HttpFailures.headers(location.uri(), host, "are no JSON object");
        }
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> header : object.properties()) {
            Optional<String> fault = fault(header.getKey(), header.getValue());
            if (fault.isPresent()) {
                throw HttpFailures.headers(location.uri(), host, fault.get());
            }
            headers.put(header.getKey(), header.getValue().textValue());
        }
        return headers;
    }

    /// A missing node for what is no JSON: the parser's own words would show some of it.
    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static Optional<String> fault(String name, JsonNode value) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("hold one whose name is no name of a header");
        }
        if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of("hold %s, which cannot be set".formatted(name));
        }
        if (!value.isTextual() || !VALUE.matcher(value.textValue()).matches()) {
            return Optional.of("hold no text that a header may have for %s".formatted(name));
        }
        return Optional.empty();
    }
}
