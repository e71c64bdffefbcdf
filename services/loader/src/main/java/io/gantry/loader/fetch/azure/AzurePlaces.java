package io.gantry.loader.fetch.azure;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells where a URI leads in Azure, and as whom to go there: what the credentials of a location
/// say goes before the loader's configuration.
final class AzurePlaces {

    private static final Pattern FILE_SHARE =
            Pattern.compile("(?i)[a-z0-9-]+(\\.z\\d+)?\\.file\\." + AzureLocation.CLOUDS);

    private final Credentials configured;
    private final Optional<AzureAccess> federated;
    private final Optional<String> endpoint;

    AzurePlaces(LoaderConfig.Azure config) {
        this.configured = configured(config);
        this.federated = federated(config);
        this.endpoint =
                config.endpoint().map(URI::toString).map(url -> url.replaceFirst("/+$", ""));
    }

    boolean handles(StorageUri uri) {
        return switch (uri.scheme()) {
            case "az", "abfs", "abfss" -> true;
            case "https" ->
                    below(uri).isPresent()
                            || AzureLocation.isBlobHost(host(uri))
                            || FILE_SHARE.matcher(host(uri)).matches();
            case "http" -> below(uri).isPresent();
            default -> false;
        };
    }

    AzureLocation location(Location place) throws LoadFailedException {
        StorageUri uri = place.uri();
        return switch (uri.scheme()) {
            case "az" -> named(place);
            case "abfs", "abfss" -> AzureLocation.ofAbfs(uri);
            default -> below(uri).isPresent() ? configuredAccount(uri) : address(uri);
        };
    }

    AzureAccess access(Location place, AzureLocation location) {
        if (location.sas() != null) {
            return new AzureAccess.Signature(location.sas());
        }
        Optional<AzureAccess> own = AzureAccess.of(place.credentials(), location.account());
        if (own.isPresent() || !trusted(location)) {
            return own.orElse(new AzureAccess.Anonymous());
        }
        return AzureAccess.of(configured, location.account())
                .or(() -> federated)
                .orElse(new AzureAccess.Anonymous());
    }

    /// The loader shows its own credentials to Microsoft and to whom it is configured for, but not
    /// to a service that somebody names beside a model.
    private boolean trusted(AzureLocation location) {
        return AzureLocation.isBlobHost(String.valueOf(location.endpoint().getHost()))
                || endpoint.map(URI::create)
                        .or(() -> AzureAccess.endpoint(configured))
                        .filter(location.endpoint()::equals)
                        .isPresent();
    }

    private AzureLocation named(Location place) throws LoadFailedException {
        StorageUri uri = place.uri();
        URI at;
        try {
            at =
                    AzureAccess.endpoint(place.credentials())
                            .or(() -> endpoint.map(URI::create))
                            .or(() -> AzureAccess.endpoint(configured))
                            .orElse(null);
        } catch (IllegalArgumentException e) {
            throw unknownAccount(uri, "the endpoint that its credentials name is malformed");
        }
        if (at == null) {
            throw unknownAccount(uri, "nothing says which Azure account it is in");
        }
        String account = place.credentials().get("AZURE_ACCOUNT_NAME").orElseGet(() -> account(at));
        return AzureLocation.of(uri, at, account, uri.rest());
    }

    private static LoadFailedException unknownAccount(StorageUri uri, String found) {
        return LoadFailedException.denied(
                uri.toString(),
                found,
                "Give AZURE_ACCOUNT_NAME or gantry.loader.azure.account, or write https://account.blob.core.windows.net/container/prefix.");
    }

    private AzureLocation configuredAccount(StorageUri uri) throws LoadFailedException {
        URI at = URI.create(endpoint.orElseThrow());
        String rest = below(uri).orElseThrow();
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        return AzureLocation.of(uri, at, account(at), AzureLocation.decoded(uri, path))
                .signed(question < 0 ? null : rest.substring(question + 1));
    }

    private static AzureLocation address(StorageUri uri) throws LoadFailedException {
        if (FILE_SHARE.matcher(host(uri)).matches()) {
            throw LoadFailedException.unsupported(
                    uri.toString(),
                    "Azure file shares are not read",
                    "Copy the model into a container of Azure Blob Storage, or mount the share as a persistent volume and give pvc://claim/path.");
        }
        return AzureLocation.ofUrl(uri, uri.scheme(), uri.rest());
    }

    /// The account: the configured one, the first name of a host, or the path of an emulator.
    private String account(URI at) {
        String host = String.valueOf(at.getHost());
        return configured
                .get("AZURE_ACCOUNT_NAME")
                .orElseGet(() ->
                        AzureLocation.isBlobHost(host)
                                ? host.substring(0, host.indexOf('.'))
                                : at.getPath().replaceFirst("^/", ""));
    }

    /// What follows the configured endpoint in a URI that begins with it.
    private Optional<String> below(StorageUri uri) {
        return endpoint.map(url -> url + "/")
                .filter(uri.full()::startsWith)
                .map(url -> uri.full().substring(url.length()));
    }

    private static String host(StorageUri uri) {
        return uri.rest().split("[/?:]", 2)[0];
    }

    private static Credentials configured(LoaderConfig.Azure config) {
        Map<String, String> named = new HashMap<>();
        config.account().ifPresent(value -> named.put("AZURE_ACCOUNT_NAME", value));
        config.accessKey().ifPresent(value -> named.put("AZURE_STORAGE_ACCESS_KEY", value));
        config.sasToken().ifPresent(value -> named.put("AZURE_STORAGE_SAS_TOKEN", value));
        config.connectionString()
                .ifPresent(value -> named.put("AZURE_STORAGE_CONNECTION_STRING", value));
        config.clientId().ifPresent(value -> named.put("AZURE_CLIENT_ID", value));
        config.clientSecret().ifPresent(value -> named.put("AZURE_CLIENT_SECRET", value));
        config.tenantId().ifPresent(value -> named.put("AZURE_TENANT_ID", value));
        return new Credentials(named);
    }

    /// A file of this node, which only who configures the loader may name.
    private static Optional<AzureAccess> federated(LoaderConfig.Azure config) {
        return config.federatedTokenFile().isPresent()
                        && config.tenantId().isPresent()
                        && config.clientId().isPresent()
                ? Optional.of(
                        new AzureAccess.Application(
                                config.tenantId().get(),
                                config.clientId().get(),
                                new AzureAccess.Proof.Federated(config.federatedTokenFile().get())))
                : Optional.empty();
    }
}
