package io.gantry.loader.fetch.git;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.TrustedCertificates;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/// The connections of one conversation with a host: with the timeouts and the trust of the loader,
/// and no more bytes than are allowed.
final class GitConnections implements HttpConnectionFactory {

    /// Ends a conversation that brings more than is allowed.
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1;

        TooLargeException(long allowed) {
            super("more than %d bytes".formatted(allowed));
        }
    }

    private final LoaderConfig.Download config;
    private final TrustedCertificates trusted;
    private final long allowed;
    private volatile int status;
    private volatile long received;

    GitConnections(LoaderConfig.Download config, TrustedCertificates trusted, long allowed) {
        this.config = config;
        this.trusted = trusted;
        this.allowed = allowed;
    }

    /// What the host answered last; 0 when it has not.
    int status() {
        return status;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return prepared(new Counted(url), url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return prepared(new Counted(url, proxy), url);
    }

    private HttpConnection prepared(HttpConnection connection, URL url) throws IOException {
        connection.setConnectTimeout((int) config.connectTimeout().toMillis());
        connection.setReadTimeout((int) config.readTimeout().toMillis());
        if (url.getProtocol().equals("https")) {
            try {
                connection.configure(null, trusted.managers(), null);
            } catch (GeneralSecurityException e) {
                throw new IOException("This JDK cannot do TLS", e);
            }
        }
        return connection;
    }

    private final class Counted extends JDKHttpConnection {

        private Counted(URL url) throws IOException {
            super(url);
        }

        private Counted(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public int getResponseCode() throws IOException {
            status = super.getResponseCode();
            return status;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int octet = super.read();
                    count(octet < 0 ? 0 : 1);
                    return octet;
                }

                @Override
                public int read(byte[] buffer, int from, int length) throws IOException {
                    int read = super.read(buffer, from, length);
                    count(Math.max(0, read));
                    return read;
                }
            };
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one conversation is one thread's
        private void count(int bytes) throws IOException {
            received += bytes;
            if (received > allowed) {
                throw new TooLargeException(allowed);
            }
        }
    }
}
