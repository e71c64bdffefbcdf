package io.gantry.loader.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {

    /// The reference document's secret, with the annotations of KServe's docs.
    private static final String MANIFESTS =
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: s3-secret
              namespace: ml
              annotations:
                serving.kserve.io/s3-endpoint: minio.ml:9000
                serving.kserve.io/s3-usehttps: "0"
                serving.kserve.io/s3-region: eu-central-1
                serving.kserve.io/s3-usevirtualbucket: "false"
            type: Opaque
            data:
              AWS_ACCESS_KEY_ID: bWU=
              AWS_SECRET_ACCESS_KEY: Z2VoZWltCg==
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: hub, namespace: ml}
            stringData: {HF_TOKEN: hf_geheim, https-host: files.example.com, headers: '{"X-Key":"geheim"}'}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: azure, namespace: ml}
            stringData: {AZ_CLIENT_ID: old, AZURE_CLIENT_ID: new, AZ_TENANT_ID: tenant}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: models, namespace: ml}
            secrets: [{name: s3-secret}, {name: hub}, {name: gone}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: storage-config, namespace: ml}
            stringData:
              minio: '{"type": "s3", "bucket": "models", "access_key_id": "me", "secret_access_key": "geheim",
                       "endpoint_url": "http://minio:9000", "anonymous": false}'
              broken: '["geheim"]'
              vague: '{"type": "s3"}'
            """;

    @TempDir Path directory;

    @Test
    void shouldGiveWhatTheServiceAccountsSecretsHold() throws Exception {
        manifests("all.yaml", MANIFESTS);

        Location location = locate("s3://models/iris", account("models"));

        assertThat(location.uri().full()).isEqualTo("s3://models/iris");
        assertThat(location.credentials().values())
                .isEqualTo(
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "me",
                                "AWS_SECRET_ACCESS_KEY", "geheim",
                                "AWS_ENDPOINT_URL", "http://minio.ml:9000",
                                "AWS_DEFAULT_REGION", "eu-central-1",
                                "S3_USER_VIRTUAL_BUCKET", "false",
                                "HF_TOKEN", "hf_geheim",
                                "files.example.com-headers", "{\"X-Key\":\"geheim\"}"));
    }

    @Test
    void shouldPreferTheSecretThatTheModelNames() throws Exception {
        manifests("all.yaml", MANIFESTS);

        Location location =
                locate(
                        "https://a.blob.core.windows.net/c/m",
                        new CredentialsReference("ml", "models", "azure", null, null));

        assertThat(location.credentials().values())
                .isEqualTo(Map.of("AZURE_CLIENT_ID", "new", "AZURE_TENANT_ID", "tenant"));
    }

    @Test
    void shouldFollowAStorageKeyAndItsOverrides() throws Exception {
        manifests("all.yaml", MANIFESTS);

        Location location =
                locate(
                        "storage://minio/iris/1",
                        new CredentialsReference(
                                "ml", "default", null, "minio", Map.of("region", "eu-west-1")));

        assertThat(location.uri().full()).isEqualTo("s3://models/iris/1");
        assertThat(location.credentials().values())
                .containsEntry("AWS_ENDPOINT_URL", "http://minio:9000")
                .containsEntry("AWS_SECRET_ACCESS_KEY", "geheim")
                .containsEntry("AWS_DEFAULT_REGION", "eu-west-1");
    }

    @Test
    void shouldLetTheSpecSpellOutAPlaceWithoutAnySecret() throws Exception {
        Files.createDirectories(directory);

        Location location =
                locate(
                        "storage://default/iris",
                        new CredentialsReference(
                                "ml",
                                "default",
                                null,
                                "default",
                                Map.of("type", "s3", "bucket", "public")));

        assertThat(location.uri().full()).isEqualTo("s3://public/iris");
    }

    @Test
    void shouldTakeARenewedSecretNextTime() throws Exception {
        manifests("all.yaml", MANIFESTS);
        Locations locations = locations();
        locations.of(reference("s3://models/iris", account("models")));
        manifests("all.yaml", MANIFESTS.replace("bWU=", "eW91"));

        Location location = locations.of(reference("s3://models/iris", account("models")));

        assertThat(location.credentials().get("AWS_ACCESS_KEY_ID")).hasValue("you");
    }

    @Test
    void shouldKeepNamespacesApart() throws Exception {
        manifests("all.yaml", MANIFESTS);

        assertThat(
                        failure(
                                        "s3://models/iris",
                                        new CredentialsReference(
                                                "others", "models", null, null, null))
                                .message())
                .contains("no service account 'models' in the namespace 'others'");
        assertThat(
                        failure(
                                        "s3://models/iris",
                                        new CredentialsReference(
                                                "others", "models", "s3-secret", null, null))
                                .message())
                .contains("no secret 's3-secret' in the namespace 'others'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    none   | has no key 'none'
                    broken | the key 'broken' of the secret 'storage-config' cannot be read: it is no JSON object
                    """)
    void shouldSayWhatIsWrongWithAStorageKey(String key, String found) throws Exception {
        manifests("all.yaml", MANIFESTS);

        Failure failure =
                failure(
                        "storage://" + key + "/iris",
                        new CredentialsReference("ml", "default", null, key, null));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains(found);
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldSayThatAStorageKeyIsVague() throws Exception {
        manifests("all.yaml", MANIFESTS);

        Failure failure =
                failure(
                        "storage://vague/iris",
                        new CredentialsReference("ml", "default", null, "vague", null));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_URI_NOT_SUPPORTED);
        assertThat(failure.message()).contains("names no type or no bucket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: Secret\ndata: {a: '%geheim'}", "kind: Secret\ndata: {geheim"})
    void shouldNameAFileThatIsNotReadableAndNothingOfIt(String content) throws Exception {
        manifests("bad.yaml", content);

        Failure failure = failure("s3://models/iris", account("models"));

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains("bad.yaml is no readable YAML");
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldUseTheLoadersOwnForWhoNamesNone() throws Exception {
        CredentialsReference byDefaultKey =
                new CredentialsReference("ml", "default", null, "default_s3", Map.of());

        assertThat(isOwn(inCluster(), reference("s3://models/iris", null))).isTrue();
        assertThat(isOwn(inCluster(), reference("s3://models/iris", account("default")))).isTrue();
        assertThat(isOwn(inCluster(), reference("s3://models/iris", byDefaultKey))).isTrue();
    }

    /// The laptop's user has no service accounts, and manifests name some.
    @Test
    void shouldUseTheLoadersOwnWhereItHasOneUser() throws Exception {
        assertThat(isOwn(Settings.impatient(), reference("s3://models/iris", account("models"))))
                .isTrue();
    }

    /// Else a namespace that may not read a bucket names it, and the loader opens it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    models  |    |       | service account 'models'
                    default | s3 |       | secret 's3'
                    default |    | minio | storage key 'minio'
                    models  | s3 | minio | secret 's3'
                    """)
    void shouldLendItsOwnToNobodyWhoNamesOthers(
            String account, @Nullable String secret, @Nullable String key, String found) {
        ArtifactReference reference =
                reference(
                        "s3://models/iris",
                        new CredentialsReference("ml", account, secret, key, null));

        LoadFailedException failed =
                catchThrowableOfType(
                        LoadFailedException.class, () -> isOwn(inCluster(), reference));

        assertThat(failed.failure().reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failed)
                .hasMessageContaining("the model names the " + found + " of the namespace 'ml'");
        assertThat(failed.failure().remedy()).contains("gantry.loader.credentials.directory");
    }

    @Test
    void shouldLendItsOwnToNoAccountWhoseSecretsAreNotHere() throws Exception {
        manifests(
                "all.yaml",
                """
                kind: ServiceAccount
                metadata: {name: poor, namespace: ml}
                secrets: [{name: gone}]
                ---
                kind: ServiceAccount
                metadata: {name: plain, namespace: ml}
                """);

        assertThat(failure("s3://models/iris", account("poor")).message())
                .contains("no secret 'gone' in the namespace 'ml'");
        assertThat(failure("s3://models/iris", account("none")).message())
                .contains("no service account 'none' in the namespace 'ml'");
        assertThat(locate("s3://models/iris", account("plain")).credentials().values()).isEmpty();
        assertThat(locate("s3://models/iris", account("default")).credentials().values()).isEmpty();
        CredentialsReference missing =
                new CredentialsReference("ml", "default", "s", "default", null);
        assertThat(failure("s3://models/iris", missing).message()).contains("no secret 's'");
    }

    private static Settings inCluster() {
        return Settings.impatient().with("gantry.loader.warm.cluster", "https://kubernetes");
    }

    private static boolean isOwn(Settings settings, ArtifactReference reference)
            throws LoadFailedException {
        return new Locations(
                        settings.config(), new Credentials(Map.of("AWS_ACCESS_KEY_ID", "loader")))
                .of(reference)
                .credentials()
                .get("AWS_ACCESS_KEY_ID")
                .isPresent();
    }

    @Test
    void shouldShowNoValue() throws Exception {
        manifests("all.yaml", MANIFESTS);

        Location location = locate("s3://models/iris", account("models"));

        assertThat(location.credentials().toString()).doesNotContain("geheim").contains("HF_TOKEN");
        assertThat(location.toString()).doesNotContain("geheim");
        assertThat(StorageConfig.of("{\"secret_access_key\": \"geheim\"}", null).toString())
                .doesNotContain("geheim");
    }

    private Location locate(String uri, CredentialsReference credentials)
            throws LoadFailedException {
        return locations().of(reference(uri, credentials));
    }

    private Failure failure(String uri, CredentialsReference credentials) {
        LoadFailedException failed =
                catchThrowableOfType(LoadFailedException.class, () -> locate(uri, credentials));
        assertThat(failed).isNotNull();
        return failed.failure();
    }

    private static CredentialsReference account(String name) {
        return new CredentialsReference("ml", name, null, null, null);
    }

    private static ArtifactReference reference(
            String uri, @Nullable CredentialsReference credentials) {
        return ArtifactReference.of(uri, null, ArtifactReference.DEFAULT_MOUNT_PATH, credentials);
    }

    private Locations locations() {
        return new Locations(
                Settings.impatient()
                        .with("gantry.loader.credentials.directory", directory.toString())
                        .config());
    }

    private void manifests(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
