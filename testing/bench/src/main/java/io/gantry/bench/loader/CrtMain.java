package io.gantry.bench.loader;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A peer: the AWS SDK for Java on its native client, which asks for parts of large objects at
/// once. Up to a hundred objects at a time, as the SDK's transfer manager does it.
final class CrtMain {

    private static final int AT_ONCE = 100;

    private CrtMain() {}

    public static void main(String[] words) throws InterruptedException {
        S3Access access = new S3Access(URI.create(words[0]));
        String prefix = words[1] + "/";
        Path destination = Path.of(words[2]);
        Semaphore permits = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> downloads = new ArrayList<>();
        try (S3AsyncClient client = access.crtClient()) {
            for (S3Object object : objects(client, prefix)) {
                permits.acquire();
                Path file = destination.resolve(object.key().substring(prefix.length()));
                downloads.add(
                        client.getObject(
                                        get -> get.bucket(Payload.BUCKET).key(object.key()),
                                        AsyncResponseTransformer.toFile(file))
                                .whenComplete((_, _) -> permits.release()));
            }
            downloads.forEach(CompletableFuture::join);
        }
    }

    private static List<S3Object> objects(S3AsyncClient client, String prefix) {
        List<S3Object> objects = new ArrayList<>();
        client.listObjectsV2Paginator(list -> list.bucket(Payload.BUCKET).prefix(prefix))
                .contents()
                .subscribe(objects::add)
                .join();
        return objects;
    }
}
