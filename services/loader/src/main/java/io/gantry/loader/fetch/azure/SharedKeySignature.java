package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.loader.fetch.rest.RestRequest;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests with a key of the account, as Azure's "Authorize with Shared Key" describes.
final class SharedKeySignature {

    /// Headers whose values are signed by their place, in this order.
    private static final List<String> PLACED =
            List.of(
                    "content-encoding",
                    "content-language",
                    "content-length",
                    "content-md5",
                    "content-type",
                    "date",
                    "if-modified-since",
                    "if-match",
                    "if-none-match",
                    "if-unmodified-since",
                    "range");

    /// The day of the month has two digits, unlike in [DateTimeFormatter#RFC_1123_DATE_TIME].
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private SharedKeySignature() {}

    /// @throws IllegalArgumentException when the key is not base64
    static RestRequest sign(RestRequest request, AzureAccess.SharedKey key, Instant now) {
        RestRequest dated = request.with("x-ms-date", DATE.format(now));
        return dated.with(
                "Authorization",
                "SharedKey %s:%s".formatted(key.account(), hmac(key.key(), text(dated, key))));
    }

    /// What is signed.
    static String text(RestRequest request, AzureAccess.SharedKey key) {
        Map<String, String> headers = new TreeMap<>();
        request.headers()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        List<String> lines = new ArrayList<>();
        lines.add(request.method());
        PLACED.forEach(name -> lines.add(headers.getOrDefault(name, "")));
        headers.forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                lines.add(name + ":" + value);
            }
        });
        lines.add("/" + key.account() + request.target().getRawPath());
        parameters(request.target().getRawQuery())
                .forEach((name, value) -> lines.add(name + ":" + value));
        return String.join("\n", lines);
    }

    private static Map<String, String> parameters(@org.jspecify.annotations.Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null) {
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                parameters.put(
                        parameter.substring(0, equals).toLowerCase(Locale.ROOT),
                        URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
