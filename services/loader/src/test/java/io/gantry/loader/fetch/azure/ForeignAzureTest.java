package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Certificates;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.fetch.rest.ScriptedService;
import io.gantry.loader.load.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An Azure that answers as the emulator cannot be made to.
class ForeignAzureTest {

    private static final String LISTING =
            """
            \ufeff<?xml version="1.0" encoding="utf-8"?>
            <EnumerationResults><Blobs>
              <Blob><Name%s>%s</Name><Properties><Content-Length>7</Content-Length><Etag>0x1</Etag><Content-MD5/></Properties></Blob>
            </Blobs><NextMarker/></EnumerationResults>
            """;

    @TempDir Path cache;

    private ScriptedService azure;
    private Settings settings;

    @BeforeEach
    void start() throws IOException {
        azure = new ScriptedService();
        settings =
                Settings.impatient()
                        .with("gantry.loader.azure.endpoint", azure.uri("/account"))
                        .with("gantry.loader.azure.authority", azure.uri("/entra"));
    }

    @AfterEach
    void stop() {
        azure.close();
    }

    @Test
    void shouldSignTheApplicationInOnceAndShowItsToken() {
        azure.at(
                "/entra/tenant/oauth2/v2.0/token",
                ScriptedService.json(200, "{\"access_token\":\"t-1\",\"expires_in\":3600}"));
        blob();

        try (Loading loading = loading(application())) {
            assertThat(loading.loaded("az://models/iris/").files()).hasSize(1);
        }

        assertThat(azure.requests())
                .filteredOn(request -> request.target().startsWith("/entra"))
                .singleElement()
                .satisfies(request ->
                        assertThat(request.body())
                                .contains("grant_type=client_credentials", "client_secret=geheim")
                                .contains("scope=https%3A%2F%2Fstorage.azure.com%2F.default"));
        assertThat(azure.requests())
                .filteredOn(request -> !request.target().startsWith("/entra"))
                .extracting(ScriptedService.Request::authorization)
                .containsOnly("Bearer t-1");
    }

    @Test
    void shouldSignInWithTheTokenThatKubernetesKeeps() throws IOException {
        azure.at(
                "/entra/tenant/oauth2/v2.0/token",
                ScriptedService.json(200, "{\"access_token\":\"t-1\",\"expires_in\":3600}"));
        blob();
        Path token = Files.writeString(cache.resolve("token"), "kubernetes\n");
        Settings federated =
                settings.with("gantry.loader.azure.client-id", "app")
                        .with("gantry.loader.azure.tenant-id", "tenant")
                        .with("gantry.loader.azure.federated-token-file", token.toString());

        try (Loading loading = loading(federated)) {
            assertThat(loading.loaded("az://models/iris/").files()).hasSize(1);
        }

        assertThat(azure.requests().getFirst().body()).contains("client_assertion=kubernetes");
    }

    @Test
    void shouldSayWhyTheApplicationMayNotSignIn() {
        azure.at(
                "/entra",
                ScriptedService.json(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: The provided client secret keys for app 'geheim' are expired.\"}"));

        Failure failure = failure(application());

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_ACCESS_DENIED);
        assertThat(failure.message()).contains("401 invalid_client (AADSTS7000222)");
        assertThat(failure.remedy()).contains("AZ_CLIENT_SECRET");
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AuthorizationPermissionMismatch, STORAGE_ACCESS_DENIED, 403 AuthorizationPermissionMismatch",
        "401, InvalidAuthenticationInfo, STORAGE_ACCESS_DENIED, 401 InvalidAuthenticationInfo",
        "409, PublicAccessNotPermitted, STORAGE_ACCESS_DENIED, 409 PublicAccessNotPermitted",
        "409, BlobArchived, STORAGE_ACCESS_DENIED, archive tier",
        "404, ResourceNotFound, STORAGE_ACCESS_DENIED, does not exist or is not public",
        "400, InvalidResourceName, STORAGE_URI_NOT_SUPPORTED, InvalidResourceName",
        "503, ServerBusy, STORAGE_UNREACHABLE, 503 ServerBusy"
    })
    void shouldTellWhatAnAnswerMeans(
            int status, String code, FailureReason reason, String message) {
        azure.at(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("x-ms-error-code", code);
                    ScriptedService.send(exchange, status, new byte[0]);
                });

        Failure failure = failure(settings);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message).startsWith("Cannot load az://models/iris/");
    }

    @ParameterizedTest
    @CsvSource({"'', iris/../../evil", "'', iris//evil", "' Encoded=\"true\"', iris/a%00b"})
    void shouldRefuseNamesThatLeadOutOfTheDirectory(String attribute, String name) {
        azure.at(
                "/",
                exchange ->
                        ScriptedService.send(
                                exchange, 200, LISTING.formatted(attribute, name).getBytes(UTF_8)));

        assertThat(failure(settings).reason()).isEqualTo(FailureReason.STORAGE_CONTENT_REFUSED);
    }

    @Test
    void shouldNotReadFilesThatAListingRefersTo() throws IOException {
        Path secret = Files.writeString(cache.resolve("secret"), "geheim");
        String listing =
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"%s\">]><EnumerationResults><Blobs><Blob><Name>iris/&x;</Name><Properties><Content-Length>1</Content-Length></Properties></Blob></Blobs></EnumerationResults>"
                        .formatted(secret.toUri());
        azure.at("/", exchange -> ScriptedService.send(exchange, 200, listing.getBytes(UTF_8)));

        Failure failure = failure(settings);

        assertThat(failure.message()).contains("a listing that cannot be read");
        assertThat(failure.toString()).doesNotContain("geheim");
    }

    @Test
    void shouldGiveUpOnABlobThatAlwaysEndsEarly() {
        azure.at(
                "/account/models",
                exchange ->
                        ScriptedService.send(
                                exchange,
                                200,
                                LISTING.formatted("", "iris/model.onnx").getBytes(UTF_8)));
        azure.at(
                "/account/models/iris/model.onnx",
                exchange -> ScriptedService.send(exchange, 200, "wei".getBytes(UTF_8), 7));

        Failure failure = failure(settings);

        assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
        assertThat(failure.message()).contains("broke");
    }

    @Test
    void shouldSayWhoIsUnknownAndWhoseCertificateIsNotTrusted(@TempDir Path keys)
            throws IOException {
        Settings unknown =
                settings.with("gantry.loader.azure.endpoint", "https://nowhere.invalid/account");
        Certificates certificates = new Certificates(keys);
        try (ScriptedService secure = new ScriptedService(certificates.server("dns:localhost"))) {
            Settings untrusting =
                    settings.with("gantry.loader.download.read-timeout", "20s")
                            .with("gantry.loader.azure.endpoint", secure.uri("/account"));

            assertThat(failure(unknown).message()).contains("the host nowhere.invalid is unknown");
            assertThat(failure(untrusting).message()).contains("signed by nobody");
            assertThat(
                            failure(
                                            untrusting.with(
                                                    "gantry.loader.tls.ca-bundles",
                                                    certificates.bundle().toString()))
                                    .message())
                    .contains("does not exist or is not public");
        }
    }

    private void blob() {
        azure.at(
                "/account/models",
                exchange ->
                        ScriptedService.send(
                                exchange,
                                200,
                                LISTING.formatted("", "iris/model.onnx").getBytes(UTF_8)));
        azure.at(
                "/account/models/iris/model.onnx",
                exchange -> ScriptedService.send(exchange, 200, "weights".getBytes(UTF_8)));
    }

    private Settings application() {
        return settings.with("gantry.loader.azure.client-id", "app")
                .with("gantry.loader.azure.client-secret", "geheim")
                .with("gantry.loader.azure.tenant-id", "tenant");
    }

    private Failure failure(Settings with) {
        try (Loading loading = loading(with)) {
            return loading.failure("az://models/iris/");
        }
    }

    private Loading loading(Settings with) {
        var config = with.config();
        return new Loading(
                cache.resolve("cache"),
                with,
                new AzureSource(config, new TrustedCertificates(config), InstantSource.system()));
    }
}
