package io.gantry.loader.fetch;

import io.gantry.loader.LoaderConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/// Opens connections to web servers, with the timeouts and the trust of the loader. They follow no
/// redirect by themselves: who asks decides where credentials go.
public final class WebConnections {

    private final LoaderConfig.Download config;
    private final TrustedCertificates trusted;

    public WebConnections(LoaderConfig.Download config, TrustedCertificates trusted) {
        this.config = config;
        this.trusted = trusted;
    }

    /// Nothing is sent yet.
    public HttpURLConnection open(URI target, Map<String, String> headers) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(trusted.sockets());
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) config.connectTimeout().toMillis());
        connection.setReadTimeout((int) config.readTimeout().toMillis());
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", "gantry-loader");
        headers.forEach(connection::setRequestProperty);
        return connection;
    }
}
