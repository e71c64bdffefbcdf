package io.gantry.loader.fetch.s3;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Reads objects: all below a prefix, or the one with the very key.
@ApplicationScoped
class S3Source implements Source, AutoCloseable {

    private final S3Client client;
    private final S3Failures failures;

    S3Source(LoaderConfig config, TrustedCertificates trusted) {
        this.client = S3Clients.create(config, trusted);
        this.failures = new S3Failures(config.s3());
    }

    @Override
    public boolean handles(StorageUri uri) {
        return uri.scheme().equals("s3");
    }

    @Override
    public String form() {
        return "s3://bucket/prefix";
    }

    @Override
    public List<RemoteFile> list(Location place) throws LoadFailedException {
        StorageUri uri = place.uri();
        S3Location location = S3Location.of(uri);
        try {
            List<RemoteFile> files = below(location);
            if (!files.isEmpty()) {
                return files;
            }
            if (!location.folder()) {
                return List.of(single(location));
            }
        } catch (SdkException e) {
            throw failures.of(uri, location, e);
        }
        throw failures.nothingThere(uri, location);
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        StorageUri uri = place.uri();
        S3Location location = S3Location.of(uri);
        GetObjectRequest.Builder request =
                GetObjectRequest.builder()
                        .bucket(location.bucket())
                        .key(file.locator())
                        .ifMatch(file.version());
        if (!range.whole()) {
            request.range(range.header());
        }
        try {
            return new ObjectStream(client.getObject(request.build()));
        } catch (SdkException e) {
            throw failures.of(uri, location, e);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        client.close();
    }

    private List<RemoteFile> below(S3Location location) {
        List<RemoteFile> files = new ArrayList<>();
        var pages =
                client.listObjectsV2Paginator(
                        list -> list.bucket(location.bucket()).prefix(location.prefix()));
        for (S3Object object : pages.contents()) {
            location.relative(object.key())
                    .map(path -> file(path, object.size(), object.key(), object.eTag()))
                    .ifPresent(files::add);
        }
        return files;
    }

    private RemoteFile single(S3Location location) {
        HeadObjectResponse head =
                client.headObject(get -> get.bucket(location.bucket()).key(location.key()));
        return file(location.fileName(), head.contentLength(), location.key(), head.eTag());
    }

    private static RemoteFile file(String path, Long size, String key, String tag) {
        return new RemoteFile(path, size, key, tag, true);
    }
}
