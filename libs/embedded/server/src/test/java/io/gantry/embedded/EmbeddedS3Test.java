package io.gantry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class EmbeddedS3Test {

    @Test
    void shouldKeepObjectsAcrossARestart(@TempDir Path directory) {
        // Given
        EmbeddedS3.Config config = EmbeddedS3.Config.temporary().withDirectory(directory);
        try (EmbeddedS3 s3 = EmbeddedS3.start(config);
                S3Client client = client(s3, s3.credentials())) {
            client.createBucket(bucket -> bucket.bucket("models"));
            client.putObject(
                    object -> object.bucket("models").key("iris/1/model.onnx"),
                    RequestBody.fromString("weights"));
        }

        // When
        try (EmbeddedS3 s3 = EmbeddedS3.start(config);
                S3Client client = client(s3, s3.credentials())) {
            // Then
            assertThat(
                            client.getObjectAsBytes(object ->
                                            object.bucket("models").key("iris/1/model.onnx"))
                                    .asUtf8String())
                    .isEqualTo("weights");
            assertThat(
                            client.listObjectsV2(list -> list.bucket("models").prefix("iris/"))
                                    .contents())
                    .extracting(S3Object::key)
                    .containsExactly("iris/1/model.onnx");
            assertThat(
                            client.getObjectAsBytes(object ->
                                            object.bucket("models")
                                                    .key("iris/1/model.onnx")
                                                    .range("bytes=2-4"))
                                    .asUtf8String())
                    .isEqualTo("igh");
        }
    }

    @Test
    void shouldRefuseAWrongSecretKey() {
        try (EmbeddedS3 s3 = EmbeddedS3.start(EmbeddedS3.Config.temporary());
                S3Client client =
                        client(
                                s3,
                                new EmbeddedS3.Credentials(
                                        s3.credentials().accessKey(), "wrong"))) {
            assertThatThrownBy(client::listBuckets)
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void shouldNameItselfAndTheAddressWhenThePortIsTaken() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedS3.Config config = EmbeddedS3.Config.temporary().withPort(taken.getLocalPort());

            // When, then
            assertThatThrownBy(() -> EmbeddedS3.start(config))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("S3 cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void shouldKeepItsSecretKeyOutOfWhatIsLogged() {
        assertThat(EmbeddedS3.Config.temporary().toString()).doesNotContain("gantry-secret");
    }

    private static S3Client client(EmbeddedS3 s3, EmbeddedS3.Credentials credentials) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        credentials.accessKey(), credentials.secretKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
