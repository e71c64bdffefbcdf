package io.gantry.loader.fetch.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.loader.Settings;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureLocationTest {

    private final AzurePlaces places = new AzurePlaces(new Settings(Map.of()).config().azure());

    @ParameterizedTest
    @CsvSource({
        "https://kf.blob.core.windows.net/triton/simple_string/, https://kf.blob.core.windows.net, kf, triton, simple_string, true",
        "https://kf.blob.core.windows.net/triton/simple%20string, https://kf.blob.core.windows.net, kf, triton, simple string, false",
        "https://kf.blob.core.windows.net/triton, https://kf.blob.core.windows.net, kf, triton, '', true",
        "https://kf.z12.blob.storage.azure.net/triton/a, https://kf.z12.blob.storage.azure.net, kf, triton, a, false",
        "https://kf.blob.core.chinacloudapi.cn/triton/a/b, https://kf.blob.core.chinacloudapi.cn, kf, triton, a/b, false",
        "https://kf.blob.core.usgovcloudapi.net/triton/a, https://kf.blob.core.usgovcloudapi.net, kf, triton, a, false",
        "abfss://triton@kf.dfs.core.windows.net/a/b, https://kf.blob.core.windows.net, kf, triton, a/b, false",
        "abfs://triton@kf.dfs.core.windows.net, https://kf.blob.core.windows.net, kf, triton, '', true"
    })
    void shouldFindAccountContainerAndKey(
            String uri, String endpoint, String account, String container, String key, boolean dir)
            throws LoadFailedException {
        AzureLocation location = location(uri, Credentials.NONE);

        assertThat(location.endpoint()).hasToString(endpoint);
        assertThat(location.account()).isEqualTo(account);
        assertThat(location.container()).isEqualTo(container);
        assertThat(location.key()).isEqualTo(key);
        assertThat(location.folder()).isEqualTo(dir);
    }

    @Test
    void shouldFindTheAccountOfAShortUriInItsCredentials() throws LoadFailedException {
        Credentials named = new Credentials(Map.of("AZURE_ACCOUNT_NAME", "kf"));
        Credentials url =
                new Credentials(Map.of("AZURE_SERVICE_URL", "https://kf.blob.core.windows.net/"));

        for (Credentials each : new Credentials[] {named, url}) {
            AzureLocation location = location("az://triton/a", each);
            assertThat(location.endpoint()).hasToString("https://kf.blob.core.windows.net");
            assertThat(location.account()).isEqualTo("kf");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://host/model.onnx",
                "https://blob.core.windows.net.example.com/a/b",
                "https://kf.blob.core.example.com/a/b",
                "http://kf.blob.core.windows.net/a/b",
                "s3://bucket/a",
                "http://127.0.0.1:10000/devstoreaccount1/a"
            })
    void shouldLeaveOtherUrisToOthers(String uri) throws LoadFailedException {
        assertThat(places.handles(StorageUri.parse(uri))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "az://triton/a, nothing says which Azure account",
        "abfss://kf.dfs.core.windows.net/a, names no container before an @",
        "abfss://triton@example.com/a, is no host of Azure Blob Storage",
        "https://kf.blob.core.windows.net/, names no container",
        "https://kf.blob.core.windows.net/triton/%zz, percent-encoded",
        "https://kf.file.core.windows.net/share/a, Azure file shares are not read"
    })
    void shouldRefuseWhatLeadsNowhere(String uri, String found) throws LoadFailedException {
        assertThat(places.handles(StorageUri.parse(uri))).isTrue();
        assertThatThrownBy(() -> location(uri, Credentials.NONE))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining(found);
    }

    /// Who may write a model's secret could name a service of his own there.
    @Test
    void shouldShowTheLoadersOwnCredentialsOnlyWhereTheyBelong() throws LoadFailedException {
        AzurePlaces mine =
                new AzurePlaces(
                        new Settings(
                                        Map.of(
                                                "gantry.loader.azure.account", "kf",
                                                "gantry.loader.azure.client-id", "app",
                                                "gantry.loader.azure.tenant-id", "tenant",
                                                "gantry.loader.azure.client-secret", "geheim"))
                                .config()
                                .azure());
        Credentials elsewhere =
                new Credentials(Map.of("AZURE_SERVICE_URL", "https://example.com/"));

        assertThat(access(mine, Credentials.NONE)).isInstanceOf(AzureAccess.Application.class);
        assertThat(access(mine, elsewhere)).isInstanceOf(AzureAccess.Anonymous.class);
    }

    private static AzureAccess access(AzurePlaces places, Credentials credentials)
            throws LoadFailedException {
        Location place = new Location(StorageUri.parse("az://models/iris"), credentials);
        return places.access(place, places.location(place));
    }

    private AzureLocation location(String uri, Credentials credentials) throws LoadFailedException {
        return places.location(new Location(StorageUri.parse(uri), credentials));
    }
}
