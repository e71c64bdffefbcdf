package io.gantry.embedded;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/// An S3 endpoint over a directory: a bucket is a directory in it, an object a file. Path-style
/// requests only.
public final class EmbeddedS3 implements AutoCloseable {

    private final S3Proxy server;
    private final Config config;
    private final WorkDirectory directory;

    private EmbeddedS3(S3Proxy server, Config config, WorkDirectory directory) {
        this.server = server;
        this.config = config;
        this.directory = directory;
    }

    public record Credentials(String accessKey, String secretKey) {

        @Override
        public String toString() {
            return "Credentials[accessKey=" + accessKey + "]";
        }
    }

    /// Where the endpoint listens and keeps its buckets, and whom it lets in.
    ///
    /// @param directory where the buckets are kept; null for a temporary one that is removed on
    ///   close
    /// @param port 0 for any free one
    public record Config(@Nullable Path directory, String host, int port, Credentials credentials) {

        /// An endpoint on a free loopback port that leaves nothing behind.
        public static Config temporary() {
            return new Config(
                    null, ListenAddress.LOOPBACK, 0, new Credentials("gantry", "gantry-secret"));
        }

        public Config withDirectory(Path directory) {
            return new Config(directory, host, port, credentials);
        }

        public Config withPort(int port) {
            return new Config(directory, host, port, credentials);
        }
    }

    public static EmbeddedS3 start(Config config) {
        WorkDirectory directory = WorkDirectory.of(config.directory(), "s3");
        try {
            S3Proxy server =
                    new ListenAddress("S3", config.host(), config.port())
                            .bind(address -> startServer(address, config, directory));
            return new EmbeddedS3(server, config, directory);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public URI endpoint() {
        ListenAddress address = new ListenAddress("S3", config.host(), server.getPort());
        return URI.create("http://" + address.clientHost() + ":" + address.port());
    }

    public Credentials credentials() {
        return config.credentials();
    }

    @Override
    public void close() {
        stop(server);
        directory.close();
    }

    private static S3Proxy startServer(
            ListenAddress address, Config config, WorkDirectory directory) {
        S3Proxy server =
                S3Proxy.builder()
                        .blobStore(new FilesystemNio2BlobStore(directory.path().toString()))
                        .awsAuthentication(
                                AuthenticationType.AWS_V2_OR_V4,
                                config.credentials().accessKey(),
                                config.credentials().secretKey())
                        .endpoint(URI.create("http://" + address.host() + ":" + address.port()))
                        .stopTimeout(0)
                        .build();
        try {
            server.start();
            return server;
        } catch (Exception e) {
            stop(server);
            throw new InfrastructureException(
                    "S3 cannot listen on %s:%d".formatted(address.host(), address.port()), e);
        }
    }

    private static void stop(S3Proxy server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new InfrastructureException("S3 does not stop", e);
        }
    }
}
