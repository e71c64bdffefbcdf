package io.gantry.bench.loader;

import io.gantry.embedded.EmbeddedS3;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Where the S3 listens, and who may read it.
record S3Access(URI endpoint) {

    static final String REGION = "us-east-1";

    private static final EmbeddedS3.Credentials CREDENTIALS =
            EmbeddedS3.Config.temporary().credentials();

    String accessKey() {
        return CREDENTIALS.accessKey();
    }

    String secretKey() {
        return CREDENTIALS.secretKey();
    }

    /// By the names that AWS's own programs read.
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_ACCESS_KEY_ID", accessKey(),
                "AWS_SECRET_ACCESS_KEY", secretKey(),
                "AWS_DEFAULT_REGION", REGION,
                "AWS_REGION", REGION);
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(credentials())
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    S3AsyncClient crtClient() {
        return S3AsyncClient.crtBuilder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(credentials())
                .forcePathStyle(true)
                .build();
    }

    private AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKey(), secretKey()));
    }
}
