package io.gantry.loader.fetch.s3;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.TrustedCertificates;
import io.quarkus.logging.Log;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.AttributeMap;

/// One client for each S3 and whoever asks it.
final class S3Clients implements AutoCloseable {

    /// A secret that is renewed makes a client anew; those of old ones need not stay.
    private static final int MOST = 64;

    private static final String SESSION = "gantry-loader";

    private final LoaderConfig config;
    private final TrustedCertificates trusted;
    private final Map<S3Settings, Asker> askers = new ConcurrentHashMap<>();

    /// Who asks, and by what.
    private record Asker(AwsCredentialsProvider identity, S3Client client) {}

    S3Clients(LoaderConfig config, TrustedCertificates trusted) {
        this.config = config;
        this.trusted = trusted;
    }

    S3Client of(S3Settings settings) {
        return asker(settings).client();
    }

    /// What requests are signed with now.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when there are none, or they
    ///   cannot be asked for
    AwsCredentials identity(S3Settings settings) {
        return asker(settings).identity().resolveCredentials();
    }

    @Override
    public void close() {
        askers.values().forEach(asker -> asker.client().close());
    }

    private Asker asker(S3Settings settings) {
        if (askers.size() >= MOST) {
            // Not closed, since downloads may use them; they hold no threads.
            askers.clear();
        }
        return askers.computeIfAbsent(settings, this::create);
    }

    private Asker create(S3Settings settings) {
        AwsCredentialsProvider identity = credentials(settings);
        if (!settings.verify()) {
            Log.warnf(
                    "Certificates are not verified, as S3_VERIFY_SSL says peer=%s",
                    settings.peer());
        }
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(identity)
                        .forcePathStyle(settings.pathStyle())
                        .accelerate(settings.accelerate())
                        .httpClient(http(settings));
        // Only Amazon's own endpoints tell where a bucket of another region is.
        settings.endpoint()
                .ifPresentOrElse(
                        builder::endpointOverride, () -> builder.crossRegionAccessEnabled(true));
        return new Asker(identity, builder.build());
    }

    private SdkHttpClient http(S3Settings settings) {
        if (settings.plain()) {
            return http().build();
        }
        return settings.verify()
                ? verified()
                : http().buildWithDefaults(
                                AttributeMap.builder()
                                        .put(
                                                SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES,
                                                true)
                                        .build());
    }

    private SdkHttpClient verified() {
        return http().tlsTrustManagersProvider(trusted::managers).build();
    }

    private UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(config.download().connectTimeout())
                .socketTimeout(config.download().readTimeout());
    }

    private AwsCredentialsProvider credentials(S3Settings settings) {
        return switch (settings.identity()) {
            case S3Settings.Identity.Found _ -> DefaultCredentialsProvider.builder().build();
            case S3Settings.Identity.Anonymous _ -> AnonymousCredentialsProvider.create();
            case S3Settings.Identity.Keys keys -> StaticCredentialsProvider.create(identity(keys));
            case S3Settings.Identity.Role role ->
                    StsWebIdentityTokenFileCredentialsProvider.builder()
                            .stsClient(sts(settings.region()))
                            .roleArn(role.arn())
                            .roleSessionName(SESSION)
                            .webIdentityTokenFile(Path.of(role.tokenFile()))
                            .build();
        };
    }

    private StsClient sts(String region) {
        StsClientBuilder builder =
                StsClient.builder()
                        .region(Region.of(region))
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClient(verified());
        config.s3().stsEndpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AwsCredentials identity(S3Settings.Identity.Keys keys) {
        return keys.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        keys.accessKey(), keys.secretKey(), keys.sessionToken().get())
                : AwsBasicCredentials.create(keys.accessKey(), keys.secretKey());
    }
}
