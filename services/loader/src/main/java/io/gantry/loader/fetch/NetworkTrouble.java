package io.gantry.loader.fetch;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// Puts into words why a source did not answer.
public final class NetworkTrouble {

    private NetworkTrouble() {}

    /// @param e the root of its causes is what is described
    public static String describe(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof SSLException)) {
            root = root.getCause();
        }
        return switch (root) {
            case UnknownHostException unknown ->
                    "the host %s is unknown".formatted(unknown.getMessage());
            case ConnectException refused -> "no connection: " + refused.getMessage();
            case NoRouteToHostException unrouted -> "no connection: " + unrouted.getMessage();
            case SocketTimeoutException silent ->
                    "the server was silent for too long: " + silent.getMessage();
            case SSLException tls -> "TLS failed: " + tls.getMessage();
            default -> "the connection broke: " + root.getMessage();
        };
    }
}
