package io.gantry.bench.loader;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Brings payloads into an S3. A large object goes in parts, as every tool sends it, so that its
/// ETag is no MD5; a small one's is.
record Upload(S3Access access) {

    private static final long PART = 64L << 20;

    void run(Payload payload) {
        try (S3Client client = access.client()) {
            for (String key : payload.keys()) {
                if (payload.fileBytes() > PART) {
                    uploadInParts(client, key, payload.fileBytes());
                } else {
                    client.putObject(
                            put -> put.bucket(Payload.BUCKET).key(key),
                            content(key, payload.fileBytes()));
                }
            }
        }
    }

    private static void uploadInParts(S3Client client, String key, long bytes) {
        String id =
                client.createMultipartUpload(create -> create.bucket(Payload.BUCKET).key(key))
                        .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (long at = 0; at < bytes; at += PART) {
            int number = parts.size() + 1;
            UploadPartResponse part =
                    client.uploadPart(
                            upload ->
                                    upload.bucket(Payload.BUCKET)
                                            .key(key)
                                            .uploadId(id)
                                            .partNumber(number),
                            content(key + number, Math.min(PART, bytes - at)));
            parts.add(CompletedPart.builder().partNumber(number).eTag(part.eTag()).build());
        }
        client.completeMultipartUpload(complete ->
                complete.bucket(Payload.BUCKET)
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(all -> all.parts(parts)));
    }

    /// @param name what it is the content of, which tells one from another
    private static RequestBody content(String name, long bytes) {
        return RequestBody.fromContentProvider(
                () -> new RandomBytes(name.hashCode(), bytes), bytes, "application/octet-stream");
    }
}
