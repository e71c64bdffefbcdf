package io.gantry.loader.fetch;

import io.gantry.loader.outcome.LoadFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Puts into words why a source did not answer.
public final class NetworkTrouble {

    private static final String UNTRUSTED =
            "Give the certificate of the CA that signed it, a PEM file, with gantry.loader.tls.ca-bundles; the download is tried again.";
    private static final String REFUSED =
            "Use a host name that the server's certificate is for, or let the server have one for this name that is in force; the download is tried again.";

    private NetworkTrouble() {}

    /// @param peer who was asked, for example a host
    /// @param e the root of its causes is what is described
    public static LoadFailedException failure(StorageUri uri, String peer, Throwable e) {
        Throwable root = root(e);
        boolean tls = causes(e).anyMatch(SSLException.class::isInstance);
        return switch (root) {
            case CertPathBuilderException _ ->
                    LoadFailedException.unreachable(
                            uri.toString(),
                            "the certificate of %s is signed by nobody whom the loader trusts"
                                    .formatted(peer),
                            UNTRUSTED,
                            e);
            case CertificateException refused ->
                    LoadFailedException.unreachable(
                            uri.toString(),
                            "the certificate of %s is refused: %s".formatted(peer, found(refused)),
                            REFUSED,
                            e);
            default ->
                    LoadFailedException.unreachable(
                            uri.toString(),
                            tls
                                    ? "TLS with %s failed: %s".formatted(peer, root.getMessage())
                                    : describe(peer, root),
                            e);
        };
    }

    private static String describe(String peer, Throwable root) {
        return switch (root) {
            case UnknownHostException unknown ->
                    "the host %s is unknown".formatted(unknown.getMessage());
            case ConnectException refused ->
                    "no connection to %s: %s".formatted(peer, refused.getMessage());
            case NoRouteToHostException unrouted ->
                    "no connection to %s: %s".formatted(peer, unrouted.getMessage());
            case SocketTimeoutException silent ->
                    "%s was silent for too long: %s".formatted(peer, silent.getMessage());
            default -> "the connection to %s broke: %s".formatted(peer, root.getMessage());
        };
    }

    private static String found(CertificateException refused) {
        return refused instanceof CertificateExpiredException
                ? "it has expired (%s)".formatted(refused.getMessage())
                : String.valueOf(refused.getMessage());
    }

    private static Throwable root(Throwable e) {
        return causes(e).reduce(e, (_, deeper) -> deeper);
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }
}
