package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A storage URI, taken apart no further than all sources agree on: object keys and paths may hold
/// characters that [java.net.URI] refuses.
///
/// @param scheme in lower case
/// @param rest what follows `://`
public record StorageUri(String scheme, String rest) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.+)");

    public static StorageUri parse(String text) throws LoadFailedException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw LoadFailedException.unsupported(
                    "'" + text + "'",
                    "it is no URI",
                    "Give a URI with a scheme, for example s3://bucket/model.");
        }
        return new StorageUri(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2));
    }

    /// The URI as given, secrets in its query included.
    public String full() {
        return scheme + "://" + rest;
    }

    /// The URI without its query, which may be a signature.
    @Override
    public String toString() {
        boolean web = scheme.startsWith("http");
        int query = rest.indexOf('?');
        return web && query >= 0 ? scheme + "://" + rest.substring(0, query) + "?..." : full();
    }
}
