package io.gantry.loader.fetch.http;

import io.gantry.loader.verify.FileNames;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a downloaded file is called.
final class FileName {

    private static final String FALLBACK = "model";
    private static final Pattern EXTENDED =
            Pattern.compile("(?i)filename\\*\\s*=\\s*UTF-8''([^;\\s]+)");
    private static final Pattern PLAIN =
            Pattern.compile("(?i)filename\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");

    private FileName() {}

    /// The name that the server gives, else the last segment of the URL; of either only what cannot
    /// lead out of a directory.
    static String of(URI target, @Nullable String disposition) {
        return Optional.ofNullable(disposition)
                .flatMap(FileName::given)
                .or(() -> Optional.ofNullable(target.getPath()).flatMap(FileName::lastSegment))
                .orElse(FALLBACK);
    }

    private static Optional<String> given(String disposition) {
        Matcher extended = EXTENDED.matcher(disposition);
        if (extended.find()) {
            return decoded(extended.group(1)).flatMap(FileName::lastSegment);
        }
        Matcher plain = PLAIN.matcher(disposition);
        if (!plain.find()) {
            return Optional.empty();
        }
        return lastSegment(plain.group(1) != null ? plain.group(1) : plain.group(2));
    }

    private static Optional<String> decoded(String encoded) {
        try {
            return Optional.of(
                    URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> lastSegment(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return FileNames.fault(name).isPresent() ? Optional.empty() : Optional.of(name);
    }
}
