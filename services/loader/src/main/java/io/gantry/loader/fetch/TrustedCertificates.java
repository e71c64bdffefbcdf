package io.gantry.loader.fetch;

import io.gantry.loader.LoaderConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom sources' certificates have to be signed by: those that the JDK trusts, and the operator's
/// own. Made at start, so that a bundle that cannot be read is found then.
@Startup
@Singleton
public class TrustedCertificates {

    private final List<Certificate> own = new ArrayList<>();
    private @Nullable Tls tls;

    public TrustedCertificates(LoaderConfig config) {
        config.tls().caBundles().orElse(List.of()).forEach(bundle -> own.addAll(read(bundle)));
    }

    /// What connections are made with. The JDK takes long to read whom it trusts, which plain http
    /// and files need not wait for.
    private record Tls(List<TrustManager> managers, SSLSocketFactory sockets) {}

    /// One and the same for all connections, or they would not be used again.
    public SSLSocketFactory sockets() {
        return tls().sockets();
    }

    public TrustManager[] managers() {
        return tls().managers().toArray(TrustManager[]::new);
    }

    private synchronized Tls tls() {
        if (tls == null) {
            try {
                TrustManager[] managers = trusted();
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, managers, null);
                tls = new Tls(List.of(managers), context.getSocketFactory());
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("This JDK cannot do TLS", e);
            }
        }
        return tls;
    }

    private TrustManager[] trusted() throws GeneralSecurityException, IOException {
        TrustManager[] jdk = trusting(null);
        if (own.isEmpty()) {
            return jdk;
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        for (TrustManager manager : jdk) {
            if (manager instanceof X509TrustManager trust) {
                add(all, Arrays.asList(trust.getAcceptedIssuers()));
            }
        }
        add(all, own);
        return trusting(all);
    }

    /// @param store null for what the JDK trusts
    private static TrustManager[] trusting(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static void add(KeyStore store, Collection<? extends Certificate> certificates)
            throws GeneralSecurityException {
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
    }

    private static Collection<? extends Certificate> read(Path bundle) {
        try (InputStream in = Files.newInputStream(bundle)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.stream().noneMatch(X509Certificate.class::isInstance)) {
                throw unreadable(bundle, "it holds no certificate", null);
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(bundle, String.valueOf(e), e);
        }
    }

    private static IllegalArgumentException unreadable(
            Path bundle, String found, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "gantry.loader.tls.ca-bundles: %s is no file of CA certificates: %s. Give PEM files that the user the loader runs as can read."
                        .formatted(bundle, found),
                cause);
    }
}
