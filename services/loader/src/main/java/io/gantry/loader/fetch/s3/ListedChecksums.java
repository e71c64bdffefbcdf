package io.gantry.loader.fetch.s3;

import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.verify.Checksum;
import io.gantry.loader.verify.Checksum.Algorithm;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// What S3 says that objects come to: in one piece by their tag, in parts by what it has of them
/// besides, which it tells one object at a time.
final class ListedChecksums {

    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern OF_PARTS = Pattern.compile("\"?[0-9a-fA-F]{32}-\\d{1,5}\"?");

    private final S3Client client;
    private final String bucket;
    private final Semaphore requests;

    /// @param requests how many questions may be under way
    ListedChecksums(S3Client client, String bucket, int requests) {
        this.client = client;
        this.bucket = bucket;
        this.requests = new Semaphore(requests);
    }

    /// Mostly the tag of an object that was uploaded in one piece is its MD5; that of one in parts
    /// ends with their number.
    static @Nullable Checksum md5(@Nullable String tag) {
        if (tag == null) {
            return null;
        }
        String bare = tag.replace("\"", "");
        return MD5.matcher(bare).matches() ? new Checksum(Algorithm.MD5, bare) : null;
    }

    /// The same files; those that were uploaded in parts with a checksum, if S3 has one.
    List<RemoteFile> addTo(List<RemoteFile> files) throws InterruptedException {
        if (files.stream().noneMatch(ListedChecksums::isOfParts)) {
            return files;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RemoteFile>> asked = new ArrayList<>();
            files.forEach(file -> asked.add(threads.submit(() -> checked(file))));
            List<RemoteFile> checked = new ArrayList<>();
            try {
                for (Future<RemoteFile> each : asked) {
                    checked.add(each.get());
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } finally {
                threads.shutdownNow();
            }
            return checked;
        }
    }

    private static boolean isOfParts(RemoteFile file) {
        return file.version() != null && OF_PARTS.matcher(file.version()).matches();
    }

    private RemoteFile checked(RemoteFile file) throws InterruptedException {
        if (!isOfParts(file)) {
            return file;
        }
        requests.acquire();
        try {
            Checksum whole =
                    ofWhole(
                            client.headObject(head ->
                                    head.bucket(bucket)
                                            .key(file.locator())
                                            .ifMatch(file.version())
                                            .checksumMode(ChecksumMode.ENABLED)));
            return whole == null ? ofParts(file) : file.with(whole);
        } catch (SdkException e) {
            // Not all that speak S3 know of it. What is really wrong, the download comes upon.
            Log.debugf("S3 tells no checksum key=%s reason=%s", file.locator(), e.getMessage());
            return file;
        } finally {
            requests.release();
        }
    }

    /// By the tag itself, where the store tells how large a part is: the MD5 of the parts' MD5s.
    /// That the other parts are of the same size is looked at when it does not match.
    private RemoteFile ofParts(RemoteFile file) {
        String tag = Objects.requireNonNull(file.version()).replace("\"", "");
        long parts = Long.parseLong(tag.substring(tag.indexOf('-') + 1));
        Long size = file.size();
        long partSize = sizeOfPart(file, 1);
        return size == null || partSize < 1 || Math.ceilDiv(size, partSize) != parts
                ? file
                : file.with(new Checksum(Algorithm.MD5_OF_PARTS, tag, partSize));
    }

    /// Whether all parts of an object but the last are as large as its checksum takes them to be.
    boolean isOfEqualParts(RemoteFile file, Checksum checksum) {
        long whole = Objects.requireNonNull(file.size()) / checksum.partSize();
        for (int part = 1; part <= whole; part++) {
            if (sizeOfPart(file, part) != checksum.partSize()) {
                return false;
            }
        }
        return true;
    }

    private long sizeOfPart(RemoteFile file, int part) {
        Long length =
                client.headObject(head ->
                                head.bucket(bucket)
                                        .key(file.locator())
                                        .ifMatch(file.version())
                                        .partNumber(part))
                        .contentLength();
        return length == null ? 0 : length;
    }

    /// The one that costs least: SHA-256 is computed anyway. Null when there are only such of the
    /// parts, which end with their number.
    private static @Nullable Checksum ofWhole(HeadObjectResponse head) {
        if (head.checksumType() == ChecksumType.COMPOSITE) {
            return null;
        }
        Checksum sha256 = decoded(Algorithm.SHA256, head.checksumSHA256());
        Checksum crc32c = decoded(Algorithm.CRC32C, head.checksumCRC32C());
        if (sha256 != null) {
            return sha256;
        }
        return crc32c == null ? decoded(Algorithm.CRC64_NVME, head.checksumCRC64NVME()) : crc32c;
    }

    private static @Nullable Checksum decoded(Algorithm algorithm, @Nullable String base64) {
        if (base64 == null || base64.contains("-")) {
            return null;
        }
        try {
            byte[] value = Base64.getDecoder().decode(base64);
            return new Checksum(algorithm, HexFormat.of().formatHex(value));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
