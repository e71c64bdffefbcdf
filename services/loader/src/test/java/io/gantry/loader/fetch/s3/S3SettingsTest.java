package io.gantry.loader.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Credentials;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

    private static final Settings OWN =
            Settings.impatient()
                    .with("gantry.loader.s3.endpoint", "http://own:9000")
                    .with("gantry.loader.s3.region", "eu-west-1")
                    .with("gantry.loader.s3.access-key", "own")
                    .with("gantry.loader.s3.secret-key", "geheim");

    @Test
    void shouldBeTheLoadersOwnWhereNothingElseIsSaid() {
        assertThat(settings(Map.of()))
                .isEqualTo(
                        new S3Settings(
                                Optional.of(URI.create("http://own:9000")),
                                "eu-west-1",
                                new S3Settings.Identity.Keys("own", "geheim", Optional.empty()),
                                true,
                                false,
                                true));
    }

    @Test
    void shouldBeWhatTheSecretSays() {
        S3Settings settings =
                settings(
                        Map.of(
                                "AWS_ENDPOINT_URL", "https://minio:9000",
                                "AWS_DEFAULT_REGION", "us-west-2",
                                "AWS_ACCESS_KEY_ID", "me",
                                "AWS_SECRET_ACCESS_KEY", "x",
                                "AWS_SESSION_TOKEN", "token",
                                "S3_VERIFY_SSL", "0"));

        assertThat(settings)
                .isEqualTo(
                        new S3Settings(
                                Optional.of(URI.create("https://minio:9000")),
                                "us-west-2",
                                new S3Settings.Identity.Keys("me", "x", Optional.of("token")),
                                true,
                                false,
                                false));
        assertThat(settings.toString()).doesNotContain("secretKey=x").doesNotContain("token]");
    }

    @ParameterizedTest
    @CsvSource({"0, http://minio:9000", "1, https://minio:9000", ", https://minio:9000"})
    void shouldReadAnEndpointWithoutScheme(String https, String url) {
        Map<String, String> given =
                https == null
                        ? Map.of("S3_ENDPOINT", "minio:9000")
                        : Map.of("S3_ENDPOINT", "minio:9000", "S3_USE_HTTPS", https);

        assertThat(settings(given).endpoint()).hasValue(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource({
        "S3_USER_VIRTUAL_BUCKET, true, false",
        "S3_USE_VIRTUAL_BUCKET, 1, false",
        "S3_USER_VIRTUAL_BUCKET, false, true"
    })
    void shouldPutTheBucketWhereTheSecretSays(String name, String value, boolean pathStyle) {
        assertThat(settings(Map.of(name, value)).pathStyle()).isEqualTo(pathStyle);
    }

    @Test
    void shouldAskAsNobodyWhenTheSecretSaysSo() {
        assertThat(
                        settings(
                                        Map.of(
                                                "awsAnonymousCredential", "true",
                                                "AWS_ACCESS_KEY_ID", "me",
                                                "AWS_SECRET_ACCESS_KEY", "x"))
                                .identity())
                .isEqualTo(new S3Settings.Identity.Anonymous());
    }

    @Test
    void shouldTakeOnARoleWithATokenThatItCanRead(@TempDir Path directory) throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "jwt");

        assertThat(
                        settings(
                                        Map.of(
                                                "AWS_ROLE_ARN",
                                                "arn:aws:iam::1:role/models",
                                                "AWS_WEB_IDENTITY_TOKEN_FILE",
                                                token.toString()))
                                .identity())
                .isEqualTo(
                        new S3Settings.Identity.Role(
                                "arn:aws:iam::1:role/models", token.toString()));
        assertThatThrownBy(() ->
                        settings(
                                Map.of(
                                        "AWS_ROLE_ARN",
                                        "arn:aws:iam::1:role/models",
                                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                                        token + "-gone")))
                .hasMessageContaining("token-gone', cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minio:9000", "ftp://minio", "http:///x", "http://a b"})
    void shouldSayThatAnEndpointIsNone(String endpoint) {
        assertThatThrownBy(() -> settings(Map.of("AWS_ENDPOINT_URL", endpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the S3 endpoint '" + endpoint + "' is no ");
    }

    private static S3Settings settings(Map<String, String> given) {
        return S3Settings.of(OWN.config().s3(), new Credentials(given));
    }
}
