package io.gantry.loader.fetch.s3;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.AbandonableStream;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.fetch.Source;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.WebConnections;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.Checksum;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Reads objects: all below a prefix, or the one with the very key.
public final class S3Source implements Source {

    private static final String OF_S3_ITSELF = "AES256";

    /// What a tag can be, which is of the encrypted bytes when somebody's key encrypts them.
    private static final Set<Checksum.Algorithm> IS_TAG =
            Set.of(Checksum.Algorithm.MD5, Checksum.Algorithm.MD5_OF_PARTS);

    private final LoaderConfig.S3 config;
    private final int requests;
    private final S3Clients clients;
    private final DirectGets direct;

    public S3Source(LoaderConfig config, TrustedCertificates trusted) {
        this.config = config.s3();
        this.requests = config.download().parallelRequests();
        this.clients = new S3Clients(config, trusted);
        this.direct = new DirectGets(clients, new WebConnections(config.download(), trusted));
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
        S3Settings settings = settings(place);
        S3Location location = S3Location.of(place.uri());
        S3Failures failures = new S3Failures(settings);
        S3Client client = clients.of(settings);
        try {
            List<RemoteFile> files = below(client, location);
            if (files.isEmpty() && !location.folder()) {
                files = List.of(single(client, location));
            }
            if (!files.isEmpty()) {
                return listed(settings, location).addTo(files);
            }
        } catch (SdkException e) {
            throw failures.of(place.uri(), location, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LoadFailedException.unreachable(place.toString(), "it was interrupted", e);
        }
        throw failures.nothingThere(place.uri(), location);
    }

    @Override
    public InputStream open(Location place, RemoteFile file, Range range)
            throws LoadFailedException {
        S3Settings settings = settings(place);
        S3Location location = S3Location.of(place.uri());
        Optional<HttpAnswer> answer = direct.get(settings, location.bucket(), file, range);
        if (answer.isPresent() && answer.get().success()) {
            return answer.get().body(place.uri(), range.from());
        }
        answer.ifPresent(HttpAnswer::close);
        InputStream object = openBySdk(place, settings, file, range);
        if (answer.isPresent() && answer.get().refusal()) {
            direct.leaveToSdk(settings);
        }
        return object;
    }

    /// Finds buckets in other regions, tries again, and knows what is wrong.
    private InputStream openBySdk(Location place, S3Settings settings, RemoteFile file, Range range)
            throws LoadFailedException {
        S3Location location = S3Location.of(place.uri());
        GetObjectRequest.Builder request =
                GetObjectRequest.builder()
                        .bucket(location.bucket())
                        .key(file.locator())
                        .ifMatch(file.version());
        if (!range.whole()) {
            request.range(range.header());
        }
        try {
            ResponseInputStream<GetObjectResponse> object =
                    clients.of(settings).getObject(request.build());
            // The SDK would read the rest of what is closed early.
            return new AbandonableStream(object, object::abort);
        } catch (SdkException e) {
            throw new S3Failures(settings).of(place.uri(), location, e);
        }
    }

    /// The tag of an object that is encrypted with a key of a customer looks like an MD5 and is
    /// none.
    @Override
    public boolean vouchesFor(Location place, RemoteFile file) throws LoadFailedException {
        Checksum checksum = file.checksum();
        if (checksum == null || !IS_TAG.contains(checksum.algorithm())) {
            // Of the content, however it is encrypted.
            return true;
        }
        S3Settings settings = settings(place);
        S3Location location = S3Location.of(place.uri());
        try {
            HeadObjectResponse head =
                    clients.of(settings)
                            .headObject(get -> get.bucket(location.bucket()).key(file.locator()));
            String encryption = head.serverSideEncryptionAsString();
            return head.sseCustomerAlgorithm() == null
                    && (encryption == null || encryption.equals(OF_S3_ITSELF))
                    && (checksum.algorithm() == Checksum.Algorithm.MD5
                            || listed(settings, location).isOfEqualParts(file, checksum));
        } catch (SdkException e) {
            throw new S3Failures(settings).of(place.uri(), location, e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }

    private S3Settings settings(Location place) throws LoadFailedException {
        try {
            return S3Settings.of(config, place.credentials());
        } catch (IllegalArgumentException e) {
            throw LoadFailedException.denied(
                    place.toString(),
                    String.valueOf(e.getMessage()),
                    "Correct it in the secret that the model is downloaded with.");
        }
    }

    private ListedChecksums listed(S3Settings settings, S3Location location) {
        return new ListedChecksums(clients.of(settings), location.bucket(), requests);
    }

    private static List<RemoteFile> below(S3Client client, S3Location location) {
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

    private static RemoteFile single(S3Client client, S3Location location) {
        HeadObjectResponse head =
                client.headObject(get -> get.bucket(location.bucket()).key(location.key()));
        return file(location.fileName(), head.contentLength(), location.key(), head.eTag());
    }

    private static RemoteFile file(String path, Long size, String key, @Nullable String tag) {
        return new RemoteFile(path, size, key, tag, true, ListedChecksums.md5(tag));
    }
}
