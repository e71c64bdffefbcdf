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

    private static final Pattern PLAIN = Pattern.compile("(?i)(s3|file)://");

    /// Up to the last `@` before the path, since a password may hold one itself.
    private static final Pattern USER_INFO = Pattern.compile("^([^:/?]*:/{0,2})[^/?]*@");

    /// What stands before this `@` is no user, but where Hadoop writes a container's name.
    private static final Pattern CONTAINER = Pattern.compile("(?i)abfss?://[a-z0-9-]+@");

    public static StorageUri parse(String text) throws LoadFailedException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw LoadFailedException.unsupported(
                    "'" + redacted(text) + "'",
                    "it is no URI",
                    "Give a URI with a scheme, for example s3://bucket/model.");
        }
        return new StorageUri(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2));
    }

    /// The URI as given, secrets in its query included.
    public String full() {
        return scheme + "://" + rest;
    }

    /// The URI as it may be shown.
    @Override
    public String toString() {
        return redacted(full());
    }

    /// What may be shown of a text that should be a storage URI: neither a query, which may be a
    /// signature, nor a user name and password. In `s3` and `file` a question mark is a character
    /// of the name.
    public static String redacted(String text) {
        boolean plain = PLAIN.matcher(text).lookingAt();
        int query = plain ? -1 : text.indexOf('?');
        String shown = query < 0 ? text : text.substring(0, query) + "?...";
        if (CONTAINER.matcher(shown).lookingAt()) {
            return shown;
        }
        return USER_INFO.matcher(shown).replaceFirst("$1...@");
    }
}
