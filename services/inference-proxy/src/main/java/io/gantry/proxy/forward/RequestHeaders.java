package io.gantry.proxy.forward;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Which headers pass, and those that the proxy reads or adds.
final class RequestHeaders {

    /// Names the model, as KServe's LLM gateway has it.
    static final String MODEL = "X-Gateway-Model-Name";

    /// Says which namespace's model is meant, as KServe's ingress has it.
    static final String NAMESPACE = "KServe-Isvc-Namespace";

    static final String REQUEST_ID = "x-request-id";

    /// Says which proxy has given a request to this one, which then admits it. No replica sees it.
    static final String RELAYED = "X-Gantry-Relayed";

    private static final int MAX_REQUEST_ID = 128;

    private RequestHeaders() {}

    /// The client's own id of the request, or one that is made up.
    static String requestId(HttpServerRequest request) {
        String given = request.getHeader(REQUEST_ID);
        if (given != null && !given.isBlank() && given.length() <= MAX_REQUEST_ID) {
            return given;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /// Copies what is meant for the predictor and adds where the request came from.
    static void toUpstream(HttpServerRequest request, String requestId, MultiMap to) {
        copyEndToEnd(request.headers(), to);
        if (request.version() == HttpVersion.HTTP_2) {
            joinCookies(to);
        }
        to.set(REQUEST_ID, requestId);
        // The request's own would look for headers that say otherwise.
        String client = request.connection().remoteAddress().hostAddress();
        String before = request.getHeader("X-Forwarded-For");
        if (client != null) {
            to.set("X-Forwarded-For", before == null ? client : before + ", " + client);
        }
        setIfAbsent(to, "X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        HostAndPort authority = request.authority();
        if (authority != null) {
            setIfAbsent(to, "X-Forwarded-Host", authority.toString());
        }
    }

    /// HTTP/2 may send each cookie by itself, for the sake of compression; HTTP/1 may not.
    private static void joinCookies(MultiMap headers) {
        List<String> cookies = headers.getAll(HttpHeaders.COOKIE);
        if (cookies.size() > 1) {
            headers.set(HttpHeaders.COOKIE, String.join("; ", cookies));
        }
    }

    /// Copies all headers that are not only between two neighbours.
    static void copyEndToEnd(MultiMap from, MultiMap to) {
        from.forEach((name, value) -> {
            if (!isHopByHop(name)) {
                to.add(name, value);
            }
        });
        String connection = from.get("Connection");
        if (connection != null && namesOthers(connection)) {
            for (String part : connection.split(",", -1)) {
                String named = part.trim();
                // The body follows all the same, and without its length it could not be passed on.
                if (!named.equalsIgnoreCase("content-length")) {
                    to.remove(named);
                }
            }
        }
    }

    private static boolean namesOthers(String connection) {
        return !connection.equalsIgnoreCase("keep-alive") && !connection.equalsIgnoreCase("close");
    }

    private static void setIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }

    /// Host is the next hop's own, Expect is answered by the proxy, and who relays says so itself.
    private static boolean isHopByHop(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            case 4 -> name.equalsIgnoreCase("host");
            case 6 -> name.equalsIgnoreCase("expect");
            case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 16 -> name.equalsIgnoreCase("proxy-connection") || name.equalsIgnoreCase(RELAYED);
            case 14 -> name.equalsIgnoreCase("http2-settings");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            case 18 -> name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> name.equalsIgnoreCase("proxy-authorization");
            default -> false;
        };
    }

    /// The body's length; -1 when it is not known.
    static long contentLength(MultiMap headers) {
        @Nullable String length = headers.get("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
