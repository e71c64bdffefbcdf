package io.gantry.loader.fetch.s3;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.TrustedCertificates;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Makes the client from the configuration.
final class S3Clients {

    private S3Clients() {}

    static S3Client create(LoaderConfig config, TrustedCertificates trusted) {
        LoaderConfig.S3 s3 = config.s3();
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(s3.region()))
                        .credentialsProvider(credentials(s3))
                        .forcePathStyle(s3.pathStyle())
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .tlsTrustManagersProvider(trusted::managers)
                                        .connectionTimeout(config.download().connectTimeout())
                                        .socketTimeout(config.download().readTimeout()));
        // Only Amazon's own endpoints tell where a bucket of another region is.
        s3.endpoint()
                .ifPresentOrElse(
                        builder::endpointOverride, () -> builder.crossRegionAccessEnabled(true));
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(LoaderConfig.S3 s3) {
        if (s3.anonymous()) {
            return AnonymousCredentialsProvider.create();
        }
        if (s3.accessKey().isPresent() && s3.secretKey().isPresent()) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(s3.accessKey().get(), s3.secretKey().get()));
        }
        return DefaultCredentialsProvider.builder().build();
    }
}
