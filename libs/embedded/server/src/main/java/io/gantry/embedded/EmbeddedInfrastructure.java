package io.gantry.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Kafka, PostgreSQL and S3, started side by side in this JVM.
public record EmbeddedInfrastructure(EmbeddedKafka kafka, EmbeddedPostgres postgres, EmbeddedS3 s3)
        implements AutoCloseable {

    /// The port of each, 0 for any free one.
    public record Ports(int kafka, int postgres, int s3) {
        public static final Ports ANY = new Ports(0, 0, 0);
    }

    public record Secrets(EmbeddedPostgres.Account postgres, EmbeddedS3.Credentials s3) {}

    public record Config(Path directory, Ports ports, Secrets secrets, List<TopicSpec> topics) {

        public Config {
            topics = List.copyOf(topics);
        }

        private EmbeddedKafka.Config kafka() {
            return new EmbeddedKafka.Config(
                    directory.resolve("kafka"), ListenAddress.LOOPBACK, ports.kafka(), topics);
        }

        private EmbeddedPostgres.Config postgres() {
            return new EmbeddedPostgres.Config(
                    directory.resolve("postgres"),
                    ListenAddress.LOOPBACK,
                    ports.postgres(),
                    secrets.postgres());
        }

        private EmbeddedS3.Config s3() {
            return new EmbeddedS3.Config(
                    directory.resolve("s3"), ListenAddress.LOOPBACK, ports.s3(), secrets.s3());
        }
    }

    /// Returns when all three answer; when one cannot start, the others are stopped.
    public static EmbeddedInfrastructure start(Config config) {
        CompletableFuture<EmbeddedKafka> kafka = aside(() -> EmbeddedKafka.start(config.kafka()));
        CompletableFuture<EmbeddedPostgres> postgres =
                aside(() -> EmbeddedPostgres.start(config.postgres()));
        CompletableFuture<EmbeddedS3> s3 = aside(() -> EmbeddedS3.start(config.s3()));
        try {
            CompletableFuture.allOf(kafka, postgres, s3).join();
            return new EmbeddedInfrastructure(kafka.join(), postgres.join(), s3.join());
        } catch (CompletionException e) {
            closeAll(
                    Stream.of(kafka, postgres, s3)
                            .filter(part -> !part.isCompletedExceptionally())
                            .<AutoCloseable>map(CompletableFuture::join)
                            .toList());
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        closeAll(List.of(kafka, postgres, s3));
    }

    private static void closeAll(List<? extends AutoCloseable> parts) {
        CompletableFuture<?>[] closing =
                parts.stream()
                        .map(part -> aside(() -> closed(part)))
                        .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(closing).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static AutoCloseable closed(AutoCloseable part) {
        try {
            part.close();
            return part;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new InfrastructureException("a part of the infrastructure does not stop", e);
        }
    }

    private static <T> CompletableFuture<T> aside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
    }
}
